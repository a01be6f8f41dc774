"""`/inbox`: the mails in the folder `Settings.inbox`, as in the demo, the latest first.
`/inbox/<key>`: one mail as its reader would see its text.
"""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from dashboard.view import View

_KEY = re.compile(r"[0-9a-f]{32}")
_MOST = 100
_LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/inbox")
    def inbox(request: Request) -> Response:
        folder = _folder(view)
        files = sorted(folder.glob("*.eml"), key=lambda x: x.stat().st_mtime_ns, reverse=True)
        mails = [_read(x) for x in files[:_MOST]]
        return view.page(request, "inbox.html", mails=mails, mail=None)

    @router.get("/inbox/{key}")
    def one(request: Request, key: str) -> Response:
        path = _folder(view) / f"{key}.eml"
        if not _KEY.fullmatch(key) or not path.is_file():
            raise HTTPException(404)
        return view.page(request, "inbox.html", mails=[], mail=_read(path))

    return router


def _folder(view: View) -> Path:
    folder = view.app.settings.inbox
    if folder is None:
        raise HTTPException(404)
    return folder


def _read(path: Path) -> dict[str, Any]:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    return {
        "key": path.stem,
        "subject": str(mail["Subject"]),
        "to": str(mail["To"]),
        "when": parsedate_to_datetime(str(mail["Date"])),
        "pieces": _pieces(text),
    }


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The text in order, in pieces, each with whether it is an address."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _LINK.finditer(text):
        pieces += [(text[at : found.start()], False), (found.group(), True)]
        at = found.end()
    return [x for x in [*pieces, (text[at:], False)] if x[0]]
