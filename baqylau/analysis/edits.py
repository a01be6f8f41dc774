"""What an edit meant: the titles and texts of two revisions come in; the kinds of change go out,
each with the words before and after.

Quotation marks, dashes, ё, spaces, counters of readers and the date of the update are no edit.
What a change is called says what changed, never why.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from baqylau.stories import revisions
from baqylau.stories.reprints import normalise

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_WORD = re.compile(r"[^\W_]+(?:[-.,:][^\W_]+)*")
_QUOTED = re.compile(r"[«“„\"][^«»“”„\"\n]{15,600}[»”\"]")
_TYPO = 0.7  # how like two words are of which one is a mistyped form of the other
_SHORTEST_TYPO = 4  # letters
_SHARED = 4  # letters that all case forms of a name share
_LONG = 5  # words of a piece that counts as text added or removed


class EditKind(StrEnum):
    """In the order of weight: the first that an edit has names it in a list."""

    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    QUOTE_REMOVED = "quote_removed"
    HEADLINE_SOFTER = "headline_softer"
    HEADLINE_SHARPER = "headline_sharper"
    HEADLINE = "headline"
    QUOTE_ADDED = "quote_added"
    TEXT_REMOVED = "text_removed"
    TEXT_ADDED = "text_added"
    WORDING = "wording"
    TYPO = "typo"


_SMALL = (EditKind.FIGURE, EditKind.DATE, EditKind.NAME, EditKind.TYPO)
"""What is also told of a headline beside its tone."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change; `before` or `after` is empty where words were only added or only removed."""

    kind: EditKind
    before: str
    after: str
    in_title: bool = False


def edits(title: str, text: str, new_title: str, new_text: str) -> list[Edit]:
    """The changes from the first revision to the second, heaviest kind first; empty where nothing
    that is read has changed.
    """
    found = list(_of_title(title, new_title))
    if normalise(text) != normalise(new_text):
        for before, after in _pairs(text, new_text):
            found += _of_text(before, after)
    order = list(EditKind)
    return sorted(found, key=lambda x: order.index(x.kind))


def _of_title(before: str, after: str) -> Iterator[Edit]:
    if normalise(before) == normalise(after):
        return
    changed = [
        x
        for x in _words_changed(before, after)
        if x.kind in _SMALL
    ]
    for edit in changed:
        yield Edit(edit.kind, edit.before, edit.after, in_title=True)
    if (
        changed
        and all(x.kind is EditKind.TYPO for x in changed)
        and len(changed) == len(list(_replaced(before, after)))
    ):
        return
    yield Edit(_tone(before, after), before, after, in_title=True)


def _tone(before: str, after: str) -> EditKind:
    """Whether a headline has become softer: a hedge was added or a sharp word taken out."""
    hedges = _count(after, "hedges") - _count(before, "hedges")
    sharp = _count(after, "sharp") - _count(before, "sharp")
    if hedges - sharp > 0:
        return EditKind.HEADLINE_SOFTER
    return EditKind.HEADLINE_SHARPER if hedges - sharp < 0 else EditKind.HEADLINE


def _count(text: str, key: str) -> int:
    words = [x.lower().replace("ё", "е") for x in _WORD.findall(text)]
    return sum(any(f"{word}$".startswith(x) for x in _DATA[key]) for word in words)


def _pairs(text: str, new_text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs that differ, each with its counterpart; empty where there is none."""
    for paragraph in revisions.compare(text, new_text):
        before = "".join(x.text for x in paragraph.pieces if x.state != "new")
        after = "".join(x.text for x in paragraph.pieces if x.state != "gone")
        if paragraph.state == "same" and len(paragraph.pieces) == 1:
            continue
        if normalise(before) != normalise(after) and not _is_update_note(before, after):
            yield before, after


def _is_update_note(before: str, after: str) -> bool:
    """Whether a paragraph only says when the article was updated."""
    return all(
        not x or (len(x) <= _DATA["longest_update"] and _count(x, "updates") > 0)
        for x in (before, after)
    )


def _of_text(before: str, after: str) -> Iterator[Edit]:
    lost, won = _quotes(before, after), _quotes(after, before)
    for quote in lost:
        yield Edit(EditKind.QUOTE_REMOVED, quote, "")
    for quote in won:
        yield Edit(EditKind.QUOTE_ADDED, "", quote)
    if not before or not after:
        if not lost and not won:
            kind = EditKind.TEXT_ADDED if after else EditKind.TEXT_REMOVED
            yield Edit(kind, before, after)
        return
    for quote in lost:
        before = before.replace(quote, " ", 1)
    for quote in won:
        after = after.replace(quote, " ", 1)
    yield from _words_changed(before, after)


def _quotes(text: str, other: str) -> list[str]:
    """The quotes of a paragraph whose words hardly stand in the other one."""
    known = set(_WORD.findall(other.lower()))
    found = []
    for quote in _QUOTED.findall(text):
        words = _WORD.findall(quote.lower())
        if len(words) >= _LONG and sum(x in known for x in words) < len(words) / 2:
            found.append(quote)
    return found


def _words_changed(before: str, after: str) -> Iterator[Edit]:
    for gone, new in _replaced(before, after):
        yield Edit(_kind(gone, new), " ".join(gone), " ".join(new))


def _replaced(before: str, after: str) -> Iterator[tuple[list[str], list[str]]]:
    """The words that stand only before and only after, place by place."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    before_plain, after_plain = (
        [x.lower().replace("ё", "е") for x in words] for words in (old, new)
    )
    matcher = SequenceMatcher(None, before_plain, after_plain, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield old[a:b], new[c:d]


def _kind(gone: Sequence[str], new: Sequence[str]) -> EditKind:
    if _figures(gone) != _figures(new) and gone and new:
        return EditKind.FIGURE
    days = [_count(" ".join(x), "days") for x in (gone, new)]
    if all(days) and gone != new:
        return EditKind.DATE
    if len(gone) == len(new) == 1 and _is_typo(gone[0], new[0]):
        return EditKind.TYPO
    if gone and new and _names(gone) != _names(new) and _names(gone) and _names(new):
        return EditKind.NAME
    if not gone and len(new) >= _LONG:
        return EditKind.TEXT_ADDED
    if not new and len(gone) >= _LONG:
        return EditKind.TEXT_REMOVED
    return EditKind.WORDING


def _figures(words: Iterable[str]) -> list[str]:
    return [x.replace(",", ".") for x in words if any(y.isdigit() for y in x)]


def _names(words: Iterable[str]) -> list[str]:
    """The beginnings of names, which all their case forms share."""
    return [x[:_SHARED].lower() for x in words if x[0].isupper() and len(x) > 1]


def _is_typo(before: str, after: str) -> bool:
    """One letter more, less, other or moved; a figure is none, nor a name that begins otherwise."""
    if min(len(before), len(after)) < _SHORTEST_TYPO or any(x.isdigit() for x in before + after):
        return False
    if before[0].lower() != after[0].lower() and before[0].isupper():
        return False
    likeness = SequenceMatcher(None, before.lower(), after.lower(), autojunk=False).ratio()
    return (
        likeness >= _TYPO
        and abs(len(before) - len(after)) <= 1
        and likeness >= 1 - 2.1 / (len(before) + len(after))
    )
