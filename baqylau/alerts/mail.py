"""Alerts by e-mail: a message comes in, a mail with a text and an HTML part goes out, through your
SMTP server, or into a folder (`Settings.inbox`) for the demo and for trials.

The Message-ID is made of the key, so that a mail sent twice is known as one by mailboxes that look
at it; SMTP itself promises delivery at least once.
"""

import asyncio
import re
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from pathlib import Path

import aiosmtplib

from baqylau import private
from baqylau.alerts.clean_text import one_line
from baqylau.alerts.outgoing import Busy, Message, Refused
from baqylau.atomic import replace
from baqylau.clock import now
from baqylau.errors import ConfigurationError, InputError
from baqylau.settings import Settings

PATIENCE = 20.0  # seconds
_SUBJECT = 150  # characters
_MAILBOX = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z0-9-]{2,63}"
)
_DEMO_SENDER = "baqylau@localhost.localdomain"


class _WithSpaces(EmailPolicy):
    """The policy of mails. The library's own folding loses the space at which it breaks a Cyrillic
    subject ("Песчаноераньше"); `Header` keeps it inside the encoded words.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name != "Subject" or str(value).isascii():
            return super().fold_binary(name, value)
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


_POLICY = _WithSpaces(linesep=SMTP.linesep)


def check(settings: Settings, address: str) -> str:
    """The mailbox as it is stored. Raises `InputError`."""
    if not (settings.mail_server or settings.inbox):
        raise InputError(
            "no mail is sent here: an administrator has to set BAQYLAU_MAIL_SERVER and"
            " BAQYLAU_MAIL_FROM"
        )
    if not _MAILBOX.fullmatch(address):
        raise InputError(f"{one_line(address, 80)!r} is no mailbox; write name@example.org")
    return address


def send(settings: Settings, address: str, message: Message) -> None:
    """Raises `Busy` or `Refused`."""
    try:
        check(settings, address)
    except InputError as wrong:
        raise Refused(str(wrong)) from None
    mail = compose(settings, address, message)
    if (folder := settings.inbox) is not None:
        _keep(folder, message.key, mail)
    else:
        asyncio.run(_send(settings, address, mail))


def compose(settings: Settings, address: str, message: Message) -> EmailMessage:
    """The mail. No header can hold a second line, whatever a title holds."""
    sender = parseaddr(settings.mail_from)[1] or _DEMO_SENDER
    domain = sender.rpartition("@")[2]
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = one_line(message.subject, _SUBJECT)
    mail["From"] = Address("Baqylau", addr_spec=sender)
    mail["To"] = Address(addr_spec=address)
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = f"<{message.key}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    page = mail.get_payload(1)
    for name, image in message.images.items():
        assert isinstance(page, EmailMessage)
        page.add_related(image, "image", "png", cid=f"<{name}>", filename=f"{name}.png")
    return mail


def _keep(folder: Path, key: str, mail: EmailMessage) -> None:
    """A second sending of one key replaces the first: the folder honours the key."""
    private.folder(folder)
    replace(folder / f"{key}.eml", mail.as_bytes())


async def _send(settings: Settings, address: str, mail: EmailMessage) -> None:
    host, _, port = settings.mail_server.rpartition(":")
    if not host or not port.isdigit():
        raise Busy("setting mail_server: write host:port, for example mail.example.org:587")
    try:
        client = aiosmtplib.SMTP(
            hostname=host,
            port=int(port),
            username=settings.mail_user or None,
            password=settings.mail_password.get_secret_value() or None,
            use_tls=settings.mail_tls == "tls",
            start_tls=settings.mail_tls == "starttls",
            cert_bundle=str(settings.mail_ca) if settings.mail_ca else None,
            timeout=PATIENCE,
        )
        await _hand_over(client, address, mail)
    except aiosmtplib.SMTPRecipientsRefused as wrong:
        codes = [x.code for x in wrong.recipients]
        raise (Refused if codes and min(codes) >= 500 else Busy)(
            f"{host} refuses the mailbox ({', '.join(map(str, codes))})"
        ) from None
    except aiosmtplib.SMTPResponseException as wrong:
        raise Busy(f"{host} answered {wrong.code}: {one_line(wrong.message, 120)}") from None
    except (aiosmtplib.SMTPException, OSError, ValueError) as wrong:
        raise Busy(f"{host}:{port} did not take the mail ({type(wrong).__name__})") from None


async def _hand_over(client: aiosmtplib.SMTP, address: str, mail: EmailMessage) -> None:
    """The loop ends right after it, before a TLS connection has said goodbye: its socket is closed
    here.
    """
    transport = None
    try:
        async with client:
            transport = client.transport
            sender = mail["From"].addresses[0].addr_spec
            await client.sendmail(sender, [address], mail.as_bytes())
    finally:
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
            for _ in range(3):
                await asyncio.sleep(0)


def required(settings: Settings) -> None:
    """Raises `ConfigurationError` for settings of mail that cannot work."""
    host, _, port = settings.mail_server.rpartition(":")
    if not settings.mail_server:
        return
    if not host or not port.isdigit():
        raise ConfigurationError(
            "setting mail_server: write host:port, for example mail.example.org:587"
        )
    if not _MAILBOX.fullmatch(parseaddr(settings.mail_from)[1]):
        raise ConfigurationError("setting mail_from: give a mailbox, for example desk@example.org")
    if settings.mail_tls == "none" and host not in ("localhost", "127.0.0.1", "::1"):
        raise ConfigurationError(
            "setting mail_tls is none: mail would cross the network in clear; set starttls or tls"
        )
