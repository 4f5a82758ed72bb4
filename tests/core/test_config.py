"""What the environment may say, and what the program answers where it is wrong."""

from pathlib import Path

import pytest

from core.config import BadSettings, Config, MailServer

USER, PASSWORD = "post%40stovner.example", "a%2Fb"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtp://mail.example?from=post@stovner.example",
            MailServer("mail.example", 587, False, "post@stovner.example"),
        ),
        (
            "smtps://mail.example?from=post@stovner.example",
            MailServer("mail.example", 465, True, "post@stovner.example"),
        ),
        (
            f"smtp://{USER}:{PASSWORD}@mail.example:25",
            MailServer(
                "mail.example", 25, False, "post@stovner.example", "post@stovner.example", "a/b"
            ),
        ),
    ],
    ids=["submission", "tls", "the user is the sender"],
)
def test_a_mail_server_is_read_from_its_address(url: str, server: MailServer) -> None:
    assert MailServer.from_url(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "https://mail.example?from=a@b.no",
        "smtp://?from=a@b.no",
        "smtp://mail.example",
        "smtp://user@mail.example",
        "smtp://mail.example:many?from=a%40b.no",
        "smtp://mail.example?from=nobody",
    ],
)
def test_another_address_stops_the_program_with_what_it_should_be(tmp_path: Path, url: str) -> None:
    environ = {"INNBYGGERBASEN_DATA": str(tmp_path), "INNBYGGERBASEN_SMTP_URL": url}

    with pytest.raises(BadSettings, match=r"is smtp://host\?from=address"):
        Config.from_environment(environ)


def test_no_mail_server_is_needed(tmp_path: Path) -> None:
    config = Config.from_environment({"INNBYGGERBASEN_DATA": str(tmp_path)})

    assert config.mail_server is None


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("", {"localhost", "127.0.0.1"}),
        ("IB.example:8000, www.ib.example", {"ib.example", "www.ib.example"}),
        ("bjørn.example", {"xn--bjrn-hra.example"}),
    ],
)
def test_names_are_read_as_people_write_them(written: str, names: set[str], tmp_path: Path) -> None:
    environment = {"INNBYGGERBASEN_DATA": str(tmp_path), "INNBYGGERBASEN_HOSTS": written}
    assert Config.from_environment(environment).hosts == names


def test_what_is_no_name_is_told(tmp_path: Path) -> None:
    environment = {"INNBYGGERBASEN_DATA": str(tmp_path), "INNBYGGERBASEN_HOSTS": "ib..example"}
    with pytest.raises(BadSettings, match=r"ib\.\.example"):
        Config.from_environment(environment)
