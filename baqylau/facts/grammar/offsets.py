"""Checks that facts and mentions point at the words they quote. Comes in: a text and a fact or
mention in the shape of the public contract. Goes out: a line for each thing that does not agree.
"""

from collections.abc import Iterator, Mapping
from typing import Any

_LONGEST = 60  # characters of a quoted text in an example


def wrong_offsets(text: str, found: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the offsets of a fact or mention and of its slots and spans; nothing where
    all of them are right.
    """
    yield from _quoted(text, "", found)
    for name, value in found.items():
        yield from _inside(text, name, value)
    match found.get("sentence"):  # a quote may continue into the sentences behind its own
        case [int(start), int(end)] if not (start < found["end"] and found["start"] < end):
            yield f"{found['start']}:{found['end']} is outside its sentence {start}:{end}"


def _inside(text: str, name: str, value: Any) -> Iterator[str]:
    match value:
        case {"start": _, "end": _, "text": _}:
            yield from _quoted(text, f"{name}: ", value)
        case [int(start), int(end)]:
            if not 0 <= start <= end <= len(text):
                yield f"{name}: {start}:{end} is outside the text of {len(text)} characters"
        case [*several]:
            for one in several:
                yield from _inside(text, name, one)


def _quoted(text: str, where: str, slot: Mapping[str, Any]) -> Iterator[str]:
    start, end, stated = slot["start"], slot["end"], slot["text"]
    if not 0 <= start <= end <= len(text):
        yield f"{where}{start}:{end} is outside the text of {len(text)} characters"
    elif text[start:end] != stated:
        yield f"{where}{start}:{end} is {_short(text[start:end])}, and it says {_short(stated)}"


def _short(stated: str) -> str:
    return repr(stated if len(stated) <= _LONGEST else stated[:_LONGEST] + "…")
