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
_BEGINNINGS = {key: tuple(x) for key, x in _DATA.items() if isinstance(x, list)}
_LONGEST_NOTE: int = _DATA["longest_update"]
_MOST_PAIRS = 200_000
"""Of words that are compared in one article: a list shows many edits, and the page of one edit
shows the rest.
"""
_END = revisions.DiffPiece("end", "same")
_WORD = re.compile(r"[^\W_]+(?:[-.,:][^\W_]+)*")
_QUOTED = re.compile(r"[«“„\"][^«»“”„\"\n]{15,600}[»”\"]")
_TYPO = 0.7  # how like two words are of which one is a mistyped form of the other
_SHORTEST_TYPO, _LONGEST_TYPO = 4, 40  # letters
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
        left = _MOST_PAIRS
        for before, after in revisions.paired(text, new_text):
            if before != after:
                found += _of_paragraph(before or "", after or "", max(left, 0))
                left -= len((before or "").split()) * len((after or "").split())
    order = list(EditKind)
    return sorted(found, key=lambda x: order.index(x.kind))


def _of_title(before: str, after: str) -> Iterator[Edit]:
    if normalise(before) == normalise(after):
        return
    changed = list(_changes(before, after))
    for edit in changed:
        if edit.kind in _SMALL:
            yield Edit(edit.kind, edit.before, edit.after, in_title=True)
    if any(x.kind is not EditKind.TYPO for x in changed):
        yield Edit(_tone(before, after), before, after, in_title=True)


def _tone(before: str, after: str) -> EditKind:
    """Whether a headline has become softer: a hedge was added or a sharp word taken out."""
    hedges = _count(after, "hedges") - _count(before, "hedges")
    sharp = _count(after, "sharp") - _count(before, "sharp")
    if hedges - sharp > 0:
        return EditKind.HEADLINE_SOFTER
    return EditKind.HEADLINE_SHARPER if hedges - sharp < 0 else EditKind.HEADLINE


def _count(text: str, key: str) -> int:
    return sum(f"{_plain(x)}$".startswith(_BEGINNINGS[key]) for x in _WORD.findall(text))


def _is_update_note(before: str, after: str) -> bool:
    """Whether a paragraph only says when the article was updated."""
    return all(
        not x or (len(x) <= _LONGEST_NOTE and _count(x, "updates") > 0) for x in (before, after)
    )


def _of_paragraph(before: str, after: str, left: int) -> Iterator[Edit]:
    """The changes of one paragraph, which is empty where the other revision alone has it; `left`
    pairs of words may be compared.
    """
    if normalise(before) == normalise(after) or _is_update_note(before, after):
        return
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
    yield from _changes(before, after, left)


def _changes(before: str, after: str, most_pairs: int = _MOST_PAIRS) -> Iterator[Edit]:
    """The words that stand only before and only after, place by place; places with no word between
    them are one.
    """
    gone = new = ""
    pieces = [y for x in revisions.compare(before, after, most_pairs) for y in x.pieces]
    for piece in (*pieces, _END):
        if piece.state == "same" and _WORD.search(piece.text):
            words = _differing(_WORD.findall(gone), _WORD.findall(new))
            if any(words):
                yield Edit(_kind(*words), " ".join(words[0]), " ".join(words[1]))
            gone = new = ""
        else:
            gone += piece.text if piece.state != "new" else ""
            new += piece.text if piece.state != "gone" else ""


def _differing(gone: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Without the words at both ends that differ by a capital letter or ё only."""
    start = end = 0
    shorter = min(len(gone), len(new))
    while start < shorter and _plain(gone[start]) == _plain(new[start]):
        start += 1
    while end < shorter - start and _plain(gone[-1 - end]) == _plain(new[-1 - end]):
        end += 1
    return gone[start : len(gone) - end], new[start : len(new) - end]


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _quotes(text: str, other: str) -> list[str]:
    """The quotes of a paragraph whose words hardly stand in the other one."""
    known = set(_WORD.findall(other.lower()))
    found = []
    for quote in _QUOTED.findall(text):
        words = _WORD.findall(quote.lower())
        if len(words) >= _LONG and sum(x in known for x in words) < len(words) / 2:
            found.append(quote)
    return found


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
    if not _SHORTEST_TYPO <= min(len(before), len(after)) <= _LONGEST_TYPO or any(
        x.isdigit() for x in before + after
    ):
        return False
    if before[0].lower() != after[0].lower() and before[0].isupper():
        return False
    likeness = SequenceMatcher(None, before.lower(), after.lower(), autojunk=False).ratio()
    return (
        likeness >= _TYPO
        and abs(len(before) - len(after)) <= 1
        and likeness >= 1 - 2.1 / (len(before) + len(after))
    )
