"""A mail server of the tests' own: it takes letters or turns them down, and keeps what it heard."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

_ANSWERS = {"EHLO": "250 mail.example", "MAIL": "250 ok", "QUIT": "221 bye"}


@dataclass
class MailServer:
    """`refused` are addresses it does not take; `hangs_up_on` those at which it ends the call."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    hangs_up_on: set[str] = field(default_factory=set)

    def url(self, user: str = "") -> str:
        """The setting that has letters sent here."""
        return f"smtp://{user}127.0.0.1:{self.port}?from=post@stovner.example"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """It listens while the test runs."""
    kept = MailServer()

    class Call(_Call):
        server_knows = kept

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Call) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


class _Call(socketserver.StreamRequestHandler):
    server_knows: MailServer

    def handle(self) -> None:
        self._say("220 mail.example")
        for line in self.rfile:
            word = line.decode().strip()
            self.server_knows.heard.append(word)
            if any(f"<{address}>" in word for address in self.server_knows.hangs_up_on):
                return
            self._answer(word)

    def _answer(self, word: str) -> None:
        verb = word[:4].upper()
        if verb == "RCPT":
            address = word.partition("<")[2].rstrip(">")
            known = self.server_knows.refused
            self._say(f"550 no {address} here" if address in known else "250 ok")
        elif verb == "DATA":
            self._say("354 go on")
            # A line that begins with a dot is sent with two (RFC 5321, 4.5.2)
            lines = [line.removeprefix(b".") for line in iter(self.rfile.readline, b".\r\n")]
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            self.server_knows.taken.append(letter)
            self._say("250 taken")
        else:
            self._say(_ANSWERS.get(verb, "502 not here"))

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
