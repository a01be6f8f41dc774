"""Words typed with letters of two alphabets, such as a Kazakh word with the Latin i for і.

Comes in: an article's text, or what was read from its folded form. Goes out: the text with each
such word in the letters of one alphabet, of the same length, so that offsets stay; and the same
facts with the words as they were printed. Names keep the folded letters: they are compared.
"""

import re
from dataclasses import fields, replace
from typing import Any, TypeVar

from baqylau.lang.tokens import one_script
from baqylau.model.fact import Extraction, Fact, Mention, Slot

_MIXED = re.compile(r"[^\W\d_]{2,64}")
_LATIN = re.compile(r"[A-Za-zəɵƏƟ]")

Found = TypeVar("Found", bound=Fact | Mention)


def folded(text: str) -> str:
    """The text, its words of two alphabets in the letters of one."""
    if not _LATIN.search(text):
        return text
    return _MIXED.sub(_in_one_script, text)


def _in_one_script(match: re.Match[str]) -> str:
    word = match[0]
    changed = one_script(word)
    return changed if len(changed) == len(word) else word


def as_printed(found: Extraction, text: str) -> Extraction:
    """What was read from the folded text, with the characters of `text` in its words."""
    return replace(
        found,
        mentions=tuple(_printed(x, text) for x in found.mentions),
        facts=tuple(_printed(x, text) for x in found.facts),
    )


def _printed(found: Found, text: str) -> Found:
    changes: dict[str, Any] = {
        field.name: _slot(value, text)
        for field in fields(found)
        if _is_slot(value := getattr(found, field.name))
    }
    return replace(found, text=text[found.start : found.end], **changes)


def _is_slot(value: object) -> bool:
    return isinstance(value, Slot) or (
        isinstance(value, tuple) and bool(value) and all(isinstance(x, Slot) for x in value)
    )


def _slot(value: object, text: str) -> object:
    if isinstance(value, tuple):
        return tuple(_slot(x, text) for x in value)
    assert isinstance(value, Slot)
    return replace(value, text=text[value.start : value.end])
