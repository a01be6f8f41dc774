"""Certificates are checked: an outlet whose certificate no known authority signed is not read,
unless its TOML file gives a reason.
"""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from http.server import ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from baqylau.clock import now
from tests.integration.crawling import CrawlSetup
from tests.integration.doorstep import FEED, Door, handler, plain


def _own_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that is right except that no known authority signed it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begin = now() - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
    )
    made = made.not_valid_before(begin).not_valid_after(begin + timedelta(days=9))
    made = made.add_extension(
        x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
    )
    pem = folder / "door.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    door = Door("locked", plain)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(door))
    server.daemon_threads = True
    server.socket = _own_certificate(tmp_path).wrap_socket(server.socket, server_side=True)
    door.port = server.server_address[1]
    item = f"<item><title>x</title><link>https://{door.host}/news/odna-10001</link></item>".encode()
    feed = b'<rss version="2.0"><channel><title>x</title>' + item + b"</channel></rss>"
    door.script = lambda path, headers: (
        (200, FEED, feed) if path == "/feed.xml" else plain(path, headers)
    )
    Thread(target=server.serve_forever, daemon=True).start()
    yield door
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("tls", "stored"),
    [("verified", 0), ("a certificate of the ministry's own authority, which no browser knows", 1)],
)
def test_an_unknown_authority_is_refused_unless_the_outlets_file_says_why(
    door: Door, tmp_path: Path, tls: str, stored: int
) -> None:
    setup = CrawlSetup(tmp_path, [door.host])
    door.write(setup.outlets, extra=f'tls = "{tls}"\n')
    path = setup.outlets / "locked.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("http://", "https://"), encoding="utf-8"
    )
    setup.crawl()
    assert setup.rows("SELECT count(*) FROM pages") == [(stored,)]
    (result,) = setup.rows("SELECT last_result FROM outlets")[0]
    assert ("certificate not trusted" in result) is (stored == 0)
    # no request was sent to a server that may not be the outlet's
    assert bool(door.paths) is (stored > 0)
