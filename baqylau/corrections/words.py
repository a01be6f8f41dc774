"""Labels, notes and reasons that people write: a text comes in, the text as it is stored goes out.

>>> label("  Проверить \u200b завтра ")
'Проверить завтра'
"""

from baqylau.errors import EditError
from baqylau.text.normal import clear

LABEL, NOTE, REASON = 60, 4000, 500
"""The most characters of each."""


def label(given: str) -> str:
    """A label: one line. Raises `EditError` where it is empty or too long."""
    return _within("label", " ".join(clear(given).split()), LABEL)


def note(given: str) -> str:
    """A note: lines stay. Raises `EditError` where it is empty or too long."""
    lines = clear(given.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return _within("note", "\n".join(" ".join(x.split()) for x in lines).strip(), NOTE)


def reason(given: str | None) -> str | None:
    """Why something was corrected; None where nothing was written. Raises `EditError` where it is
    too long.
    """
    written = " ".join(clear(given or "").split())
    return _within("reason", written, REASON) if written else None


def _within(name: str, written: str, limit: int) -> str:
    if not written or len(written) > limit:
        message = f"{name}: {len(written)} characters; 1 to {limit}"
        raise EditError("length", message, what=name, number=len(written), most=limit)
    return written
