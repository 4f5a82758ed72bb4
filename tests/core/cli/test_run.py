"""`run` where it cannot serve: it says so in a sentence and leaves whoever is there alone."""

from urllib.request import urlopen

from tests.support.servers import Server


def test_a_port_somebody_has_is_not_shared(live_server: Server) -> None:
    port = live_server.url.rpartition(":")[2]
    second = live_server.command("run", "--port", port)
    assert second.returncode == 1
    assert f"Nothing can be served on port {port} of 127.0.0.1" in second.stderr
    assert "make run PORT=" in second.stderr
    assert "Traceback" not in second.stderr
    with urlopen(f"{live_server.url}/healthz") as answer:
        assert answer.status == 200


def test_an_address_of_another_machine_is_refused(live_server: Server) -> None:
    elsewhere = "192.0.2.1"  # kept for examples: no machine has it
    refused = live_server.command("run", "--host", elsewhere)
    assert refused.returncode == 1
    assert f"of {elsewhere}" in refused.stderr
    assert "Traceback" not in refused.stderr
