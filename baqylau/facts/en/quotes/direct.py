"""Direct speech in English: in marks of every kind, split by its clause, over several paragraphs,
announced by a colon.

Comes in: an analysis. Goes out: `ReportedSpeech` in reading order. Words in marks that are no
speech have no clause beside them and are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.en.quotes.announced import announced
from baqylau.facts.en.quotes.clauses import Clause, behind_quotation, stop_of, verb_at
from baqylau.facts.en.quotes.content import has_subject
from baqylau.facts.en.words.marks import Marked, marks, trimmed
from baqylau.facts.en.words.text import Text, text_of
from baqylau.facts.grammar.quotes.interview import Split, interview
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.model.span import Span

_FEWEST = 4
"""The fewest words of a quotation without a clause of its own; fewer are a title."""
_FEWEST_MIXED = 2
_REACH = 400  # characters before a mark that are looked at
_SPACES = 20  # characters back to a colon before a mark


_OPENING = re.compile(r"[–—-]\s+|(?:[A-Z][\w.]{0,30}\s){0,3}[A-Z][\w.]{0,30}:\s+")
"""What a question or an answer of an interview begins with: a dash, `Q:`, `Astana Times:`."""


def _whole(a: Analysis, paragraph: Span) -> Split:  # noqa: ARG001
    """An English answer keeps its clause (`I would resign, she laughs`): no dialogue for it."""
    return (paragraph,), None


@dataclass
class _Place:
    """Where the walk through the paragraphs stands."""

    paragraph: int
    mark: int


@memoized
def direct(a: Analysis) -> tuple[ReportedSpeech, ...]:
    text = text_of(a)
    found: list[ReportedSpeech] = []
    place = _Place(0, 0)
    answers = interview(a, a.paragraphs, _whole, _OPENING)
    while place.paragraph < len(a.paragraphs):
        if place.paragraph in answers:
            answer = answers[place.paragraph]
            found += [answer] if answer else []
            place = _Place(place.paragraph + 1, 0)
            continue
        here = marks(a)[place.paragraph]
        if place.mark >= len(here):
            place = _Place(place.paragraph + 1, 0)
            continue
        found += _speech(text, place, bool(found))
    return tuple(found)


def _speech(text: Text, place: _Place, spoken: bool) -> Iterator[ReportedSpeech]:
    """The speech that begins with the mark at the place; moves the place behind it."""
    first = marks(text.analysis)[place.paragraph][place.mark]
    paragraph = place.paragraph
    before_it = marks(text.analysis)[paragraph][place.mark - 1].end if place.mark else 0
    ended = max(before_it, text.analysis.paragraphs[paragraph].start)
    pieces, last = _over_paragraphs(text, place)
    clause = _behind(text, place, last)
    rule = "en.marks_then_verb" if len(pieces) == 1 else "en.marks_over_paragraphs"
    if clause is None:
        clause, rule = announced(text, paragraph, first, ended)
    if clause is None:
        place.mark += 1
        if _is_alone(text, paragraph, first, last, spoken):
            alone = _made(text, pieces, None, "en.marks_alone", first.start)
            colon = text.text[max(0, first.start - _SPACES) : first.start].rstrip().endswith(":")
            yield replace(alone, continues=not colon)  # who announced it was not understood
        return
    if _is_fragment(text, first, clause) or _has_own_clause(text, first, clause):
        place.mark += 1
        return
    place.mark += 1
    whole = _whole_clause(text, first, clause)
    if whole:
        yield replace(
            _made(text, [whole], clause, "en.clause_with_marks", whole.start), form="mixed"
        )
        return
    pieces += _resumed(text, place, last)
    yield _made(text, pieces, clause, rule, first.start)


def _whole_clause(text: Text, first: Marked, clause: Clause) -> Span | None:
    """`It can be a “double-edged sword,” said X`: the clause whose last words stand in marks."""
    a = text.analysis
    if clause.verb < text.index(first.start) or not a.text[first.inner.start].islower():
        return None
    if a.text[: first.start].rstrip().endswith((".", "!", "?", ":", ";")):
        return None  # a speech in small letters
    start = a.sentence_at(first.start).start
    if first.start - start < _FEWEST or a.text[start] in '“"`':
        return None
    return trimmed(a.text, start, first.inner.end)


def _has_own_clause(text: Text, first: Marked, clause: Clause) -> bool:
    """`Likening the suit to “extortion,” X said his wife was ill`: X said what follows."""
    if clause.verb < text.index(first.start) or not text.text[first.inner.start].islower():
        return False
    begins = text.text[: first.start].rstrip().endswith((".", "!", "?", ":", ";"))
    possessive = text.low(clause.behind) in ("his", "her", "their", "its")
    return not begins and (possessive or has_subject(text, clause.behind))


def _over_paragraphs(text: Text, place: _Place) -> tuple[list[Span], Marked]:
    """The pieces of a speech that each paragraph opens and only the last one closes; a page that
    lost its line feeds has them in one paragraph.
    """
    a = text.analysis
    last = marks(a)[place.paragraph][place.mark]
    pieces = [trimmed(a.text, last.inner.start, last.inner.end)]
    while not last.closed:
        here = marks(a)[place.paragraph]
        if place.mark + 1 < len(here):
            if not _ends_sentence(a.text, last):
                break
            place.mark += 1
            last = here[place.mark]
            pieces.append(trimmed(a.text, last.inner.start, last.inner.end))
            continue
        following = place.paragraph + 1
        if following >= len(a.paragraphs) or not marks(a)[following]:
            break
        candidate = marks(a)[following][0]
        if candidate.start != a.paragraphs[following].start:
            break
        place.paragraph, place.mark, last = following, 0, candidate
        pieces.append(trimmed(a.text, last.inner.start, last.inner.end))
    return [p for p in pieces if p.end > p.start] or [last.inner], last


def _ends_sentence(text: str, piece: Marked) -> bool:
    """Whether an open piece ends where a sentence does, not with `, he said:`."""
    return text[piece.inner.start : piece.inner.end].rstrip().endswith((".", "?", "!", "…"))


def _limit(text: Text, place: _Place) -> int:
    """The token where the next mark of the paragraph opens, or the paragraph ends."""
    a = text.analysis
    here = marks(a)[place.paragraph]
    if place.mark + 1 < len(here):
        return text.index(here[place.mark + 1].start)
    return text.index(a.paragraphs[place.paragraph].end)


def _behind(text: Text, place: _Place, last: Marked) -> Clause | None:
    """The clause behind the closing mark; a full stop inside the marks ends the sentence."""
    if not last.closed:
        return None
    inner = text.text[last.inner.start : last.inner.end].rstrip()
    at = text.index(last.end)
    if text.word(at) in (".", ";", ":", ")"):
        return None
    if inner.endswith(".") and text.word(at) != ",":
        return None
    if inner[-1:] in "?!…" and _announces(text, place):
        return None  # “Why?” Damir Ospanov added: “Because …”
    ends = inner[-1:] in ",?!—–-…" or text.word(at) in (",", "–", "—")
    clause = behind_quotation(text, at, _limit(text, place))
    if clause and not ends and clause.verb - at > 1:
        return None
    return clause


def _announces(text: Text, place: _Place) -> bool:
    """Whether the clause behind the mark ends with a colon before the next mark."""
    a = text.analysis
    here = marks(a)[place.paragraph]
    if place.mark + 1 == len(here):
        return False
    between = a.text[here[place.mark].end : here[place.mark + 1].start].rstrip()
    return between.endswith(":") and between[:1].isspace()


def _is_fragment(text: Text, first: Marked, clause: Clause) -> bool:
    """Words in marks that are part of a clause: `said the deal was “good for nobody”`."""
    words = _words(text, first.inner)
    if clause.verb > text.index(first.start):
        return words < _FEWEST_MIXED and text.text[first.inner.end - 1] not in "?!,."
    small = text.text[first.inner.start].islower()
    gap = text.index(first.start) - clause.behind
    return small or (words < _FEWEST and (gap == 0 or gap > _LONGEST_CLAUSE))


def _resumed(text: Text, place: _Place, last: Marked) -> list[Span]:
    """`“A,” said X. “B.”`: what follows in marks with no clause of its own belongs to it."""
    a = text.analysis
    here = marks(a)[place.paragraph]
    pieces: list[Span] = []
    while place.mark < len(here):
        following = here[place.mark]
        between = a.text[last.end : following.start].strip()
        if _begins_anew(a.text, last, between):
            break
        if "according to" in between.lower():
            break
        if pieces and between not in ("", ".", ","):
            break
        if (not pieces and not (between.endswith((",", ".", ":")) or between == "")) or len(
            _SENTENCE_END.findall(between)
        ) > 1:
            break
        if not following.closed and place.mark < len(here) - 1 and not pieces and between == "":
            pass
        own = _behind(text, _Place(place.paragraph, place.mark), following)
        if (
            own
            or _is_of_another(text, following)
            or (_words(text, following.inner) < _FEWEST_MIXED + 1 and not _ends(text, following))
        ):
            break
        if not _goes_on(text, following, between) or _is_title(text, following, between):
            break
        pieces.append(trimmed(a.text, following.inner.start, following.inner.end))
        last = following
        place.mark += 1
    return [p for p in pieces if p.end > p.start]


def _begins_anew(text: str, last: Marked, between: str) -> bool:
    """`“A,” said X: “B”` and `“A,” said X, “B”` are one speech; in `“A,” said X. Y added, “B”` and
    `“A.” Y added: “B”` a clause announces B.
    """
    if not between.endswith((":", ",")):
        return False
    inner = text[last.inner.start : last.inner.end].rstrip()
    ended = inner.endswith(".") or (between[-1] == ":" and not inner.endswith(","))
    return ended or _SENTENCE_END.search(between) is not None


_SENTENCE_END = re.compile(r"[.?!]\s")


def _is_of_another(text: Text, following: Marked) -> bool:
    """`“Four officers,” the man in the back row shouted.`: a verb of speech behind the comma."""
    if not following.closed or not text.text[: following.inner.end].rstrip().endswith(","):
        return False
    at = text.index(following.end)
    stop = stop_of(text, at, text.sentence(at).last)
    return any(verb_at(text, i) > i for i in range(at, stop))


def _ends(text: Text, following: Marked) -> bool:
    """Whether the words end a sentence: `“Nobody came.”`; else so few of them are a title."""
    inside = text.text[following.inner.start : following.inner.end].rstrip()
    return inside.endswith((".", "!", "?", "…", ",")) and _words(text, following.inner) > 1


def _is_title(text: Text, following: Marked, between: str) -> bool:
    """`“…,” she said in a trailer for her new film, “Back to Aktau.”`: few words behind many."""
    few = _words(text, following.inner) < _FEWEST
    return few and between.endswith(",") and len(between.split()) > _LONGEST_CLAUSE


_LONGEST_CLAUSE = 6  # words


def _goes_on(text: Text, following: Marked, between: str) -> bool:
    """Whether the next words in marks are a sentence, or go on with one after a comma."""
    capital = text.text[following.inner.start : following.inner.start + 1].isupper()
    return capital or between.endswith(",") or between == ""


def _is_alone(text: Text, paragraph: int, first: Marked, last: Marked, spoken: bool) -> bool:
    """Whole sentences in marks with no clause: the last speaker goes on."""
    a = text.analysis
    start = max(a.paragraphs[paragraph].start, first.start - _REACH)
    before = a.text[start : first.start].rstrip()
    inner = a.text[last.inner.start : last.inner.end].rstrip()
    if _words(text, first.inner) < _FEWEST or not a.text[first.inner.start].isupper():
        return False
    ends = inner.endswith((".", "?", "!", "…")) or not last.closed
    starts = before == "" or before.endswith((".", "?", "!", ":", "”", '"', "’", "'"))
    return spoken and ends and starts


def _words(text: Text, span: Span) -> int:
    return sum(t.text[0].isalnum() for t in text.analysis.tokens_in(span.start, span.end))


def _made(
    text: Text, pieces: list[Span], clause: Clause | None, rule: str, at: int
) -> ReportedSpeech:
    mention = clause.named.mention if clause else None
    return ReportedSpeech(
        tuple(pieces),
        "direct",
        rule,
        clause.cue(text) if clause and text.word(clause.verb) != ":" else None,
        mention,
        max(at, mention.start) if mention else at,
        continues=clause is None,
    )
