"""Receivers on this machine that behave as well or as badly as a test wants: an HTTP server that
honours Idempotency-Key, a Bot API, an SMTP server with STARTTLS.
"""

import json
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from baqylau.clock import now

DROP = -1
"""In place of a status: the request is taken, and the connection ends without an answer."""


@dataclass
class Posted:
    """What an HTTP receiver took. `told` counts the events that it took for new ones, by key;
    `posts` every request it took in.
    """

    port: int = 0
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    answer: Callable[[int], int] = lambda number: 200
    more: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def records(self) -> list[Any]:
        return [json.loads(body) for _, _, body in self.posts]


@contextmanager
def http_receiver() -> Iterator[Posted]:
    """It takes a key once: another post with it is answered with 200 and changes nothing."""
    posted = Posted()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            body = self.rfile.read(size)
            if len(body) < size:  # the sender died in the middle: nothing was received
                self.close_connection = True
                return
            with posted.lock:
                posted.posts.append((self.path, dict(self.headers), body))
                status = posted.answer(len(posted.posts))
                if status in (200, DROP):
                    key = self.headers.get("Idempotency-Key", str(len(posted.posts)))
                    if key not in posted.told:
                        posted.told[key] += 1
            if status == DROP:
                self.connection.close()
                return
            self.send_response(status)
            for name, value in posted.more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(posted.body)))
            self.end_headers()
            self.wfile.write(posted.body)

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (OSError, ValueError):
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    posted.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield posted
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Mailbox:
    """Mails that an SMTP server took, with whether each came over TLS."""

    port: int = 0
    ca: Path | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refuse: str = ""

    async def handle_DATA(  # noqa: N802  (the library's name)
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        if self.refuse:
            return self.refuse
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        self.encrypted.append(session.ssl is not None)
        return "250 taken"


class _AnyPort(Controller):
    """The library asks port 0 itself whether it listens; the port it got is meant."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp_server(folder: Path) -> Iterator[Mailbox]:
    """It takes mail over STARTTLS alone, with a certificate of its own (`ca`)."""
    certificate, key = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    box = Mailbox(ca=certificate)
    controller = _AnyPort(
        box, hostname="127.0.0.1", port=0, tls_context=context, require_starttls=True
    )
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    moment = now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private
