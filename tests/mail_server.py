"""A mail server for tests: it speaks SMTP on this machine, keeps what it was given, and can be told to refuse or to stay silent."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message

Answer = Callable[[Message, int], bytes]


class MailServer(socketserver.ThreadingTCPServer):
    """`kept`: what it took. `answer`: what it says to the whole of a message, of which it has taken so many already; only what is
    answered with 250 is kept. `conversations`: how many connections have handed it something."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answer: Answer = lambda message, count: b"250 taken") -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answer = answer
        self.kept: list[Message] = []
        self.conversations = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """As settings want it (EMAIL_URL)."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def take(self, message: Message) -> bytes:
        answered = self.answer(message, len(self.kept))
        if answered.startswith(b"250"):
            with self.lock:
                self.kept.append(message)
        return answered


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say(b"220 here")
        has_sent = False
        for line in self.rfile:
            word = line.strip().upper()[:4]
            if word == b"DATA":
                self.server.conversations += not has_sent
                has_sent = True
                self.say(b"354 go on")
                self.say(self.server.take(message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n")))))
            elif word == b"QUIT":
                self.say(b"221 bye")
                return
            else:
                self.say(b"250 yes")

    def say(self, words: bytes) -> None:
        with suppress(ConnectionError):  # nobody is there any more to hear it
            self.wfile.write(words + b"\r\n")


@contextmanager
def running(answer: Answer | None = None) -> Iterator[MailServer]:
    with MailServer(answer) if answer else MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(10)
