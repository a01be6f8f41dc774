"""Posts to an address that a person named: an address and a body come in, the answer goes out.

The name is looked up once, every address it has is checked, and the connection is made to a checked
one, so that a name cannot lead into our own network, also not by changing between two look-ups.
Redirects are not followed: their target was not named by anybody.
"""

import socket
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from baqylau.alerts.outgoing import Busy, Refused
from baqylau.errors import InputError
from baqylau.model.public_address import is_global, refused_host

PATIENCE = 10.0  # seconds for each step of the connection
_MOST = 65_536  # bytes of an answer that are read
_PORTS = {"http": 80, "https": 443}
_GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """`retry_after` in seconds, where the receiver names it."""

    status: int
    body: bytes
    retry_after: float | None


def checked(url: str, allowed: Collection[str] = ()) -> SplitResult:
    """The address's parts. Raises `InputError` where its written form is refused: no http, a user
    name, a host of a private network that is not in `allowed` (host:port).
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise InputError("this is no address; write https://host/path") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InputError("give the whole address, for example https://office.example/hook")
    if "@" in parts.netloc:
        raise InputError("an address with user:password before the host is not posted to")
    if _name(parts) not in allowed and (why := refused_host(parts.hostname, port)):
        raise InputError(
            f"{parts.hostname}:{port} is refused ({why}); a receiver of your own network has to be"
            f" named by an administrator: BAQYLAU_ALERT_HOSTS='[\"{parts.hostname}:{port}\"]'"
        )
    return parts


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    allowed: Collection[str] = (),
    patience: float | None = None,
) -> Answer:
    """Posts the body. Raises `Busy` where there is no answer, `Refused` for an address that may not
    be posted to.
    """
    patience = PATIENCE if patience is None else patience
    try:
        parts = checked(url, allowed)
    except InputError as wrong:
        raise Refused(str(wrong)) from None
    open_ = _name(parts) in allowed
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    address = _resolved(host, port, open_)
    connection = _connection(parts.scheme, host, port, address, patience)
    try:
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        said = answer.read(_MOST)
        return Answer(answer.status, said, _seconds(answer.getheader("Retry-After")))
    except (HTTPException, OSError, ValueError) as wrong:  # its text may contain the path
        raise Busy(f"{host}:{port} did not answer ({_kind(wrong)})") from None
    finally:
        connection.close()


def accepted(answer: Answer, where: str) -> None:
    """Raises `Refused` or `Busy` where the answer is not of success."""
    if 200 <= answer.status < 300:
        return
    if answer.status == _GONE:
        raise Refused(f"{where} answered 410: nobody is there any more")
    redirect = "; redirects are not followed" if 300 <= answer.status < 400 else ""
    raise Busy(f"{where} answered {answer.status}{redirect}", answer.retry_after)


def _name(parts: SplitResult) -> str:
    return f"{(parts.hostname or '').lower()}:{parts.port or _PORTS.get(parts.scheme, 0)}"


def _resolved(host: str, port: int, open_: bool) -> str:
    """An IP address of the host. Raises `Refused` where one of its addresses is private."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        raise Busy(f"the name {host} cannot be looked up ({_kind(wrong)})") from None
    addresses = [str(x[4][0]) for x in found]
    private = [x for x in addresses if not is_global(x)]
    if private and not open_:
        raise Refused(
            f"{host} leads to the private address {private[0]}; an administrator may name it in"
            " BAQYLAU_ALERT_HOSTS"
        )
    return addresses[0]


def _connection(scheme: str, host: str, port: int, address: str, patience: float) -> HTTPConnection:
    """A connection to exactly this IP address, that asks and is checked for the host's name."""
    made: HTTPConnection
    if scheme == "https":
        context = ssl.create_default_context()
        made = HTTPSConnection(host, port, timeout=patience, context=context)
    else:
        made = HTTPConnection(host, port, timeout=patience)

    def connect() -> None:
        plain = socket.create_connection((address, port), patience)
        made.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if scheme == "https"
            else plain
        )

    made.connect = connect  # type: ignore[method-assign]
    return made


def _seconds(given: str | None) -> float | None:
    try:
        return None if given is None else max(0.0, float(given))
    except ValueError:  # a date: the usual pause is as good
        return None


def _kind(wrong: Exception) -> str:
    return "timed out" if isinstance(wrong, TimeoutError) else type(wrong).__name__
