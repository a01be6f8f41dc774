"""Which earlier article a text repeats, and how: the likenesses of a new text to a few earlier ones
come in, a `Verdict` goes out.

A text is a reprint where at least half of its words stand in one earlier text. It is an *update*
where the same sentences hold other figures, a *quote* where only a quotation is shared, and no
reprint where its halves come from different articles (a digest of the day).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from baqylau.stories.comparison import Body, Likeness, names_source

Reason = Literal["named", "time", "longer", "arrival"]
"""Why one text is the source of another: it is named there, it was printed earlier, it says more,
or (where nothing else tells) it came to us earlier."""
Kind = Literal["copy", "shortened", "extended", "edited", "translated", "quote", "update", "own"]

REPRINTED = 0.5
"""Share of the new text's words that one earlier text holds. Independent reports of one event held
.52 at most in an invented stream (.29 in exact passages), reprints .69 at least."""
_MOSTLY_EXACT = 0.3
"""Share of the words in passages of three: retelling alone is no reprint."""
_QUOTE_ONLY = 0.25
"""Share of the words outside quotations under which only the quotation is shared."""
_DAY = timedelta(days=1)
_LONG_AFTER = timedelta(days=14)
_RECURRING = 0.85
"""What a text must repeat of one that is more than two weeks older: monthly releases share their
frame."""
_SECOND_SOURCE = 0.2
"""Share of the words that only another article holds, from which a text is a digest."""
_ONE_SOURCE = 0.66
"""With more than this from one article, the rest is a quotation of another and no digest."""
_NEARLY_ALL = 0.85
_WHOLE = 0.95
_LEAST_QUOTE = 8  # words that a quote shares
_SHARED = 0.05
"""Share of the words in common passages under which texts have nothing in common."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier article that shares prints. `root`: the article it repeats itself, or its own id;
    `family`: articles of one event share it; `precise`: the hour is known, not the day alone;
    `title`: where it is known."""

    id: str
    root: str
    published: datetime
    body: Body
    family: str = ""
    precise: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reprint_of` is None for quote, update and own, which may have `based_on`; `similarity` is
    the share of words kept, None where nothing is shared; `copied_by` is an
    article that came before and repeats this one, which was printed first."""

    kind: Kind
    reprint_of: str | None = None
    based_on: str | None = None
    similarity: float | None = None
    kept: float = 0.0
    of_old: float = 0.0
    copied_by: str | None = None
    reason: Reason | None = None


Found = Sequence[tuple[Candidate, Likeness]]
OWN = Verdict("own")


def judge(new: Body, published: datetime, found: Found, precise: bool = True) -> Verdict:
    """What the new text is to the earlier ones that share prints with it."""
    if not found:
        return OWN
    best, likeness = max(found, key=lambda x: (x[1].kept, -x[0].published.timestamp()))
    first, reason = comes_first(new, published, best, likeness, precise)
    verdict = _of_its_own(new, published, best, likeness, found)
    if verdict is not None and (verdict.based_on is None or not first):
        return verdict
    if first:
        earlier = [x for x in found if not comes_first(new, published, *x, precise)[0]]
        by_earlier = judge(new, published, earlier, precise)
        if verdict is not None or by_earlier.reprint_of is not None:
            return by_earlier
        return Verdict("own", None, None, likeness.kept, copied_by=best.id)
    source, its = _earliest(best, likeness, found)
    between = None if source == best.id else best.id
    return Verdict(_kind(its), source, between, its.kept, its.kept, its.of_old, reason=reason)


def comes_first(
    new: Body, published: datetime, old: Candidate, likeness: Likeness, precise: bool = True
) -> tuple[bool, Reason]:
    """Whether the new text, though it arrived later, is the source of the old one, and why: a
    source that one of them names decides; then the time; where times tell nothing (they are equal,
    or one is a day without an hour) the longer text that names no source.
    """
    if names_source(new, old.body) != names_source(old.body, new):
        return names_source(old.body, new), "named"
    if published != old.published and (
        (precise and old.precise) or abs(published - old.published) >= _DAY
    ):
        return published < old.published, "time"
    if likeness.of_old >= _WHOLE and likeness.kept < _NEARLY_ALL:
        if old.body.sources and not new.sources:
            return True, "longer"
    elif likeness.kept >= _WHOLE and likeness.of_old < _NEARLY_ALL:
        return False, "longer"
    return False, "arrival"


def _of_its_own(
    new: Body, published: datetime, best: Candidate, likeness: Likeness, found: Found
) -> Verdict | None:
    """What a text is that repeats no other as a whole; None for one that repeats the best of those
    found, or is repeated by it.
    """
    if likeness.kept < REPRINTED or likeness.exact < _MOSTLY_EXACT:
        return _lesser(new, best, likeness)
    if likeness.changed > likeness.same:
        return _based("update", best, likeness)
    if likeness.outside < _QUOTE_ONLY:
        return _based("quote", best, likeness)
    if published - best.published > _LONG_AFTER and likeness.kept < _RECURRING:
        return _based("update", best, likeness)
    if _is_digest(new, best, likeness, found):
        return _based("own", best, likeness)
    return None


def _based(kind: Kind, on: Candidate, likeness: Likeness) -> Verdict:
    return Verdict(kind, None, on.id, likeness.kept, likeness.kept, likeness.of_old)


def _lesser(new: Body, best: Candidate, likeness: Likeness) -> Verdict:
    """A text with less than half in common: a quote of the other where a quotation is shared."""
    if len(likeness.where & new.in_quotes) >= _LEAST_QUOTE and likeness.exact >= _SHARED:
        return _based("quote", best, likeness)
    return Verdict("own", similarity=likeness.kept or None, kept=likeness.kept)


def _is_digest(new: Body, best: Candidate, likeness: Likeness, found: Found) -> bool:
    if new.digest and likeness.kept < _NEARLY_ALL:
        return True
    if likeness.kept >= _ONE_SOURCE:
        return False
    least = _SECOND_SOURCE * len(new.words)
    return any(
        len(x.where - likeness.where - new.in_quotes) >= least
        for c, x in found
        if c.root != best.root and (not c.family or c.family != best.family)
    )


def _earliest(best: Candidate, likeness: Likeness, found: Found) -> tuple[str, Likeness]:
    """The article that the best one repeats itself, if the new text repeats it as well."""
    for candidate, its in found:
        if candidate.id == best.root and its.kept >= REPRINTED:
            return candidate.id, its
    return best.id, likeness


def _kind(likeness: Likeness) -> Kind:
    whole, all_of_old = likeness.kept >= _NEARLY_ALL, likeness.of_old >= _NEARLY_ALL
    if likeness.exact < 0.95 * likeness.kept:
        return "edited"
    if whole and all_of_old:
        return "copy"
    if whole:
        return "shortened"
    return "extended" if all_of_old else "edited"
