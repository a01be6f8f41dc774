"""`According to X, …`, `…, according to X` and `In his view, …`, where X is a person. Comes in: a
`Text` and a sentence. Goes out: `ReportedSpeech`.
"""

from collections.abc import Iterator
from dataclasses import replace

from baqylau.facts.en.quotes.clauses import Clause, verb_at
from baqylau.facts.en.quotes.content import (
    behind_dateline,
    content_end,
)
from baqylau.facts.en.quotes.statement import in_marks, statement
from baqylau.facts.en.speakers.mentions import (
    Named,
    forward,
    person_in,
    person_named,
    pronoun_named,
)
from baqylau.facts.en.words.positions import forward as apposition
from baqylau.facts.en.words.text import VERBS, Text
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Sentence


def according(text: Text, s: Sentence, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """`According to X, …` and `…, according to X`, where X is a person."""
    for i in range(s.first, s.last - 2):
        word = text.low(i)
        if word not in ("according", "in"):
            continue
        inside = any(verb_at(text, k) > k for k in range(s.first, i))
        view = _view(text, i, s) if word == "in" and not inside else None
        if view is None and (word == "in" or text.low(i + 1) != "to"):
            continue
        if in_marks(text, i, taken):
            continue
        named = view or _to_whom(text, i + 2, s)
        if named is None or named.mention.kind not in ("person", "pronoun", "role", "people"):
            continue
        clause = Clause(i, i + 2, named)
        if i == s.first:
            comma = _comma_behind(text, named, s)
            start, end = comma + 1, content_end(text, comma + 1, s.last)
        else:
            start, end = text.index(behind_dateline(text, s, text.start(i))), i
        found = statement(text, clause, start, end, "en.according", taken)
        if found:
            yield _with_rest(text, s, found, clause, taken) if i > s.first else found


def _to_whom(text: Text, i: int, s: Sentence) -> Named | None:
    """`X`, `him`, `the deputy chair of the committee for roads, parks, and transport, X`."""
    if text.low(i) in _THEM and (text.word(i + 1) in _AFTER or i + 1 >= s.last):
        return pronoun_named(text, i)
    named = forward(text, i, s.last)
    if named is None or named.mention.kind != "role":
        return named
    person = _named_behind(text, named.last, s)
    return person_in(text, person, i, text.last(person)) if person else named


_THEM = ("him", "her")
_AFTER = (",", ".", ";")


def _named_behind(text: Text, i: int, s: Sentence) -> Mention | None:
    """The person between two commas behind a position, before any verb."""
    for k in range(i, min(i + _LONGEST, s.last)):
        if text.pos(k) in ("AUX", "PRON") or (text.pos(k) == "VERB" and not text.mention(k)):
            return None
        person = text.beginning(k, "person")
        if person:
            last = text.last(person)
            return person if text.word(k - 1) == "," and text.word(last) == "," else None
    return None


_LONGEST = 22  # words of a position with what it is responsible for


def _comma_behind(text: Text, named: Named, s: Sentence) -> int:
    """The comma before the statement, behind the positions of whoever makes it."""
    comma, who = _next_comma(text, named.last, s), False
    while comma < s.last:
        behind = _next_comma(text, comma + 1, s)
        if behind >= s.last:
            break
        goes_on = who and text.low(comma + 1) in ("but", "and") and text.pos(comma + 2) in VERBS
        if not (goes_on or _tells_of_speaker(text, comma + 1, behind)):
            break
        who = who or text.low(comma + 1) == "who"
        comma = behind
    return comma


def _next_comma(text: Text, i: int, s: Sentence) -> int:
    return next((k for k in range(i, s.last) if text.word(k) == ","), s.last)


def _tells_of_speaker(text: Text, first: int, last: int) -> bool:
    """`head of the bank`, `who heads the bank`, `and a member of the council`, `Dala Bank`: words
    between two commas that say who the speaker is.
    """
    if text.low(first) in ("who", "whose"):
        return True
    if any(text.pos(k) in ("AUX", "PRON") for k in range(first, last)):
        return False
    start = first + 1 if text.low(first) == "and" else first
    held = apposition(text, start)
    while held and text.low(held.end) == "and":
        held = apposition(text, held.end + 1)
    named = all(text.pos(k) == "PROPN" for k in range(first, last))
    still = not any(text.pos(k) == "VERB" for k in range(start, last))
    holds = held is not None and (held.end == last or (still and held.first == start))
    return holds or named or text.low(first) in ("a", "an")


def _with_rest(
    text: Text, s: Sentence, found: ReportedSpeech, clause: Clause, taken: SpanIndex[Span]
) -> ReportedSpeech:
    """`The idea, according to X, is to plant trees`: the statement goes on with its verb."""
    i = _next_comma(text, clause.named.last, s)
    if i > clause.named.last + _NEAR or i >= s.last:
        return found
    if text.pos(i + 1) not in ("AUX", "VERB"):
        return found
    rest = statement(text, clause, i + 1, content_end(text, i + 1, s.last), found.rule, taken)
    return replace(found, content=(*found.content, *rest.content)) if rest else found


def _view(text: Text, i: int, s: Sentence) -> Named | None:
    """`in his view`, `in Talgat Smailov’s opinion`, `in the words of X`: whose view it is."""
    views = entries("speech", "views")
    if text.low(i + 1) in _OWNERS and text.low(i + 2) in views:
        word = text.tokens[i + 1]
        return Named(SpeakerMention("pronoun", (word,), word, None), i, i + 3)
    if text.low(i + 1) == "the" and text.low(i + 2) in views and text.low(i + 3) == "of":
        return forward(text, i + 4, s.last)
    person = text.beginning(i + 1, "person")
    last = text.last(person) if person else s.last
    if person and text.low(last) in ("’s", "'s", "’") and text.low(last + 1) in views:
        return replace(person_named(text, person), last=last + 2)
    return None


_NEAR = 6  # words between a noun and its comma: `the authors of the plan, …`
_OWNERS = ("his", "her")
