"""Statements before their clause, and participles: `…, X said`, `…, said X`, `X did …, saying
that …`. Comes in: a `Text`, a sentence and a verb of speech. Goes out: `ReportedSpeech`.
"""

from collections.abc import Iterator
from dataclasses import replace

from baqylau.facts.en.quotes.clauses import Clause
from baqylau.facts.en.quotes.content import (
    behind_dateline,
    content_end,
    days,
    has_subject,
    is_clause,
)
from baqylau.facts.en.quotes.statement import statement
from baqylau.facts.en.speakers.mentions import Named, forward, with_position
from baqylau.facts.en.speakers.subjects import subject_of_sentence
from baqylau.facts.en.words.marks import closes_mark, trimmed
from baqylau.facts.en.words.positions import POSSESSIVE
from baqylau.facts.en.words.text import Text, is_determiner
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.lang.en.wordlists import entries
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Sentence


def before_verb(
    text: Text, s: Sentence, verb: int, behind: int, named: Named | None, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    """`…, X said.` and `…, said X.`: the statement stands before its clause."""
    if _as_saying(text, behind, s.last) and named is not None:
        comma = named.first - 1
        named = forward(text, behind, s.last)  # the Dala Post reports X as saying
        if named is None or text.word(comma) != ",":
            return
    elif named is None or text.word(_opening(text, named.first) - 1) != ",":
        if text.word(verb - 1) != "," or text.low(verb) not in entries("speech", "inverted"):
            return
        named = forward(text, behind, s.last)
        comma = verb - 1
        if named is None or named.mention.kind == "pronoun" or text.pos(named.last) == "AUX":
            return
    else:
        comma = _opening(text, named.first) - 1
        if _interrupts(text, behind, s.last):
            yield from _interrupted(text, s, Clause(verb, behind, named), comma, taken)
            return
        if not _ends_soon(text, behind, s.last):
            return
    if text.low(named.first) == "which":
        return
    start = text.index(behind_dateline(text, s, text.start(comma)))
    if text.start(comma) <= text.start(start) or closes_mark(text, comma - 1):
        return
    person = named.mention.mention if named.mention.kind == "person" else None
    if person and with_position(text, person) <= start:
        return  # the mayor of Aktau, X, agreed
    clause_start = _behind_date(text, start, comma)
    if not is_clause(
        text, clause_start, Sentence(s.start, s.end, clause_start, comma, s.paragraph)
    ):
        return
    if text.low(start) in ("but", "and"):
        start += 1
    if text.low(start) in ("however", "meanwhile") and text.word(start + 1) == ",":
        start += 2
    clause = Clause(verb, behind, named)
    found = statement(text, clause, start, comma, "en.clause_verb", taken)
    if found and not _is_subordinate(text, start):
        yield found


def _opening(text: Text, first: int) -> int:
    """Where a subject begins with its owner: `, the company’s director X said`."""
    if text.word(first - 1) not in POSSESSIVE:
        return first
    k = first - 2
    while k > first - _LONGEST_OWNER and text.pos(k) in ("NOUN", "ADJ", "PROPN"):
        k -= 1
    return k if is_determiner(text.low(k)) else first


_LONGEST_OWNER = 6  # tokens


def _behind_date(text: Text, start: int, stop: int) -> int:
    """`On March 1-2, the minister will …`: where the clause begins behind its date."""
    if text.low(start) not in ("on", "in", "by", "since"):
        return start
    for k in range(start + 1, min(start + _LONGEST_DATE, stop)):
        word = text.word(k)
        if word == "," and not text.word(k + 1)[:1].isdigit():
            return k + 1
        if not (word[:1].isdigit() or word in (",", "-", "–") or text.low(k) in days()):
            return start
    return start


_LONGEST_DATE = 9  # tokens


def _as_saying(text: Text, i: int, stop: int) -> bool:
    return any(
        text.low(k) == "as" and text.low(k + 1) == "saying" for k in range(i, min(i + 6, stop))
    )


def _interrupts(text: Text, behind: int, stop: int) -> bool:
    """`The sample, he pointed out, excludes …`: the statement goes on with its verb."""
    if text.word(behind) != "," or behind + 2 >= stop:
        return False
    verb = text.low(behind + 1)
    return text.pos(behind + 1) == "AUX" or (
        verb.endswith("s") and text.pos(behind + 1) == "NOUN" and not verb.endswith("ss")
    )


def _interrupted(
    text: Text, s: Sentence, clause: Clause, comma: int, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    start = text.index(behind_dateline(text, s, text.start(comma)))
    first = trimmed(text.text, text.start(start), text.end(comma))
    end = content_end(text, clause.behind + 1, s.last)
    second = statement(text, clause, clause.behind + 1, end, "en.clause_verb", taken)
    if second and first.end > first.start and not _is_subordinate(text, start):
        yield replace(second, content=(first, *second.content))


def saying(text: Text, s: Sentence, verb: int, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """`Trump called on Congress …, saying it would have his support`: the subject of the sentence
    speaks.
    """
    if text.low(verb) not in entries("speech", "adding") or text.word(verb - 1) != ",":
        return
    named = subject_of_sentence(text, s, verb)
    if named is None or text.word(named.last) == ",":
        return
    start = verb + 2 if text.low(verb + 1) == "that" else verb + 1
    clause = Clause(verb, verb + 1, named)
    if start == verb + 2 or has_subject(text, start):
        found = statement(text, clause, start, content_end(text, start, s.last), "en.saying", taken)
        if found:
            yield found


def _is_subordinate(text: Text, start: int) -> bool:
    """`When the war began, X said …`: no statement of X."""
    return text.low(start) in entries("speech", "subordinate")


def _ends_soon(text: Text, i: int, stop: int) -> bool:
    """Whether the clause ends with the verb, or with a listener and an occasion behind it."""
    if i >= stop or text.word(i) in (".", ";", "!", "?", "…"):
        return True
    if text.word(i) == ",":
        following = text.low(i + 1)
        return following in entries("speech", "behind_clause") or following in entries(
            "speech", "adding"
        )
    if text.low(i) == "that":
        return False
    return (
        text.low(i) in entries("speech", "behind_verb")
        or text.low(i) in entries("speech", "listeners")
        or text.low(i).removesuffix(".") in days()
        or text.mention(i) is not None
    )
