"""What may be corrected of a fact or of an article, and the values that people write for it.

Comes in: a type of fact (or "article"), a field, and the text somebody wrote. Goes out: the value
as the public contract holds it.

>>> parse("amount", "value", "2,4")
2.4
>>> parse("quote", "speaker_name", "  ") is None
True
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from baqylau.errors import EditError
from baqylau.text.normal import clear

ARTICLE = "article"
HIDDEN = "hidden"
"""The field that says that a fact is wrong altogether; it is shown nowhere then."""
NOT_ARTICLE = "not_article"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "quote": ("speaker_name", "speaker_role"),
    "forecast": ("speaker_name",),
    "role": ("person", "position", "organization"),
    "appointment": ("person", "position", "organization"),
    "amount": ("value", "currency"),
    "attribution": ("source",),
    ARTICLE: ("title", "published", "kind"),
}
"""The fields by type of fact; every fact can be hidden as well."""
LONGEST = 300
"""Characters of a name, a position or a title."""
_NEEDED = frozenset({("role", "person"), ("role", "position"), ("appointment", "person"),
                     ("attribution", "source"), (ARTICLE, "title"),
                     (ARTICLE, "published"), (ARTICLE, "kind")})  # fmt: skip
"""What cannot be empty; a fact without it is wrong altogether."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_SPACES = re.compile(r"[\s']")

Value = str | float | bool | None


def of(kind: str) -> tuple[str, ...]:
    """The fields that may be corrected of this type of fact, or of an article."""
    return FIELDS[ARTICLE] if kind == ARTICLE else (*FIELDS.get(kind, ()), HIDDEN)


def parse(kind: str, field: str, given: str) -> Value:
    """The value that somebody wrote; an empty text says that there is none (nobody spoke, no
    currency). Raises `EditError` for what the field cannot hold.
    """
    if field not in of(kind):
        message = f"{kind} has no {field}; what can be corrected: {', '.join(of(kind))}"
        raise EditError("field", message)
    written = " ".join(clear(given).split())
    if len(written) > LONGEST:
        message = f"{field}: {len(written)} characters, at most {LONGEST}"
        raise EditError("long", message, field=field, number=len(written), most=LONGEST)
    if not written and ((kind, field) in _NEEDED or field == HIDDEN):
        raise EditError("empty", f"{field}: empty; hide the fact if there is none", field=field)
    read = _READ.get(field)
    return (read(written) if written else None) if read else written or None


def _number(written: str) -> float:
    plain = _SPACES.sub("", written).replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        message = f"value: {written!r} is no number; for example 2400000 or 2,4"
        raise EditError("number", message, field="value", value=written)
    return number


def _currency(written: str) -> str:
    code = written.upper()
    if not _CURRENCY.fullmatch(code):
        message = f"currency: {written!r}; three letters as in ISO 4217: KZT, USD"
        raise EditError("currency", message, field="currency", value=written)
    return code


def _hidden(written: str) -> bool:
    if written not in ("yes", "no"):
        raise _no_choice(HIDDEN, written, "yes or no")
    return written == "yes"


def _kind(written: str) -> str:
    if written not in (ARTICLE, NOT_ARTICLE):
        raise _no_choice("kind", written, f"{ARTICLE} or {NOT_ARTICLE}")
    return written


def _no_choice(field: str, written: str, choice: str) -> EditError:
    return EditError("choice", f"{field}: {written!r}; {choice}", field=field, value=written)


def _published(written: str) -> str:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 <= moment.year <= 2200:
        message = f"published: {written!r}; with its offset: 2026-11-24T09:30+05:00"
        raise EditError("published", message, field="published", value=written)
    return moment.isoformat()


_READ: Mapping[str, Callable[[str], Value]] = {
    "value": _number,
    "currency": _currency,
    HIDDEN: _hidden,
    "kind": _kind,
    "published": _published,
}
