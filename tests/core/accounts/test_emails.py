"""E-mail addresses: what is taken can be written to."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.users import checked_email
from core.problems import Refused

_ODD = "abø09.,<>()[]:;@\\\"'!+ \u00a0-_"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Kari.Nordmann+barn@Stovner.example ", "kari.nordmann+barn@stovner.example"),
        ("o'neil@x-y.example.no", "o'neil@x-y.example.no"),
        ("post@Bø.no", "post@xn--b-5ga.no"),
    ],
)
def test_an_address_is_kept_as_it_is_written_to(typed: str, kept: str) -> None:
    assert checked_email(typed) == checked_email(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "<kari@stovner.example>",
        ",kari@stovner.example",
        "kari@stovner",
        "a..b@x.no",
        ".a@x.no",
        "a@[x.no",
        "a@x.(no)",
        "a@-x.no",
        "a@x..no",
        "kåre@x.no",
        f"{'a' * 65}@x.no",
        f"a@{'b' * 64}.no",
        f"a@{'b.' * 130}no",
        "",
    ],
)
def test_what_no_letter_reaches_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not an e-mail address"):
        checked_email(typed)


@given(st.text(st.sampled_from(_ODD), max_size=12), st.text(st.sampled_from(_ODD), max_size=12))
def test_a_letter_can_be_written_to_whatever_is_taken(local: str, domain: str) -> None:
    try:
        email = checked_email(f"{local}@{domain}.no")
    except Refused:
        return
    message = EmailMessage()
    message["To"] = Address(addr_spec=email)
    assert message.as_bytes(policy=SMTP).startswith(f"To: {email}\r\n".encode())
