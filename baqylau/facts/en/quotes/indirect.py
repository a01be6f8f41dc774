"""Indirect speech in English. Comes in: an analysis. Goes out: `ReportedSpeech`, pattern by pattern:

`X said that …`, `X told reporters …`            en.verb_that
`X said …`                                        en.verb_clause
`…, X said`, `…, said X`                          en.clause_verb
`X said …, adding that …`                         en.adding_that
`X noted the importance of …`                     en.topic
`X called the plan “…”`                           en.called
`According to X, …`, `…, according to X`          en.according
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.quotes.clauses import Clause, is_negated, verb_at
from baqylau.facts.en.quotes.direct import direct
from baqylau.facts.en.speakers.mentions import Named, backward, forward
from baqylau.facts.en.words.marks import mark_index, trimmed
from baqylau.facts.en.words.positions import before
from baqylau.facts.en.words.positions import forward as apposition
from baqylau.facts.en.words.sources import is_newsroom
from baqylau.facts.en.words.text import Text, text_of
from baqylau.facts.grammar.quotes.speech import Form, ReportedSpeech
from baqylau.lang.en.wordlists import entries
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Sentence

_FEWEST = 2  # words of a statement
_DATELINE = re.compile(
    r"[A-Z][\w.,’' -]{1,60}?(?:\([\w /.]{2,20}\)\s?)?\s?[–—-]{1,2}\s|[A-Z][A-Z ,.]{2,40}:\s"
)


def statements(a: Analysis, taken: SpanIndex[Span]) -> Iterable[ReportedSpeech]:
    """Every pattern over every sentence, outside what direct speech has taken."""
    text = text_of(a)
    used = {s.cue.start: s for s in direct(a) if s.cue}
    for sentence in a.sentences:
        for i in range(sentence.first, sentence.last):
            behind = max(verb_at(text, i), verb_at(text, i, "called"))
            if behind == i or _in_marks(text, i, taken) or is_negated(text, i):
                continue
            if text.start(i) in used:
                mention = used[text.start(i)].speaker_mention
                if mention:
                    clause = Clause(i, behind, Named(mention, i, behind))
                    yield from _adding(text, sentence, clause, taken)
                continue
            yield from _at_verb(text, sentence, i, behind, taken)
        yield from _according(text, sentence, taken)


def _in_marks(text: Text, i: int, taken: SpanIndex[Span]) -> bool:
    return (
        taken.at(text.start(i)) is not None
        or mark_index(text.analysis).at(text.start(i)) is not None
    )


def _at_verb(
    text: Text, s: Sentence, verb: int, behind: int, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    word = " ".join(text.low(i) for i in range(verb, behind))
    named = backward(text, verb, _floor(text, s, verb))
    if named is None and text.low(verb - 1) == "and" and text.low(behind) == "that":
        named = _subject_of_sentence(text, s, verb)
    if named and (is_newsroom(text, named.mention) or _only_reports(text, named, verb)):
        return
    if named:
        clause = Clause(verb, behind, named)
        tail = _tail(text, s, clause, word, taken)
        if tail:
            yield tail
            yield from _adding(text, s, clause, taken)
            return
    if named is None and text.low(verb) in _ADDING:
        yield from _saying(text, s, verb, taken)
        return
    if word not in entries("speech", "called") or word in ("praised", "dismissed"):
        yield from _behind_clause(text, s, verb, behind, named, taken)


def _only_reports(text: Text, named: Named, verb: int) -> bool:
    """`…, the press service reports.`: where the news comes from, not what somebody said."""
    return named.mention.kind == "institution" and text.low(verb) in ("reports", "informs")


def _floor(text: Text, s: Sentence, verb: int) -> int:
    """Where the clause of the verb may begin: behind marks, a semicolon, or "that"."""
    floor = s.first
    for i in range(s.first, verb):
        if text.word(i) in ("”", "''", ";", ":") or text.word(i) == '"':
            floor = i + 1
    return floor


def _tail(
    text: Text, s: Sentence, clause: Clause, word: str, taken: SpanIndex[Span]
) -> ReportedSpeech | None:
    """What stands behind the verb: a clause with or without "that", a topic, words in marks."""
    if word in entries("speech", "called"):
        called = _called(text, s, clause, taken)
        if called or word not in entries("speech", "topic"):
            return called
    if word in entries("speech", "topic"):
        topic = _topic(text, s, clause)
        if topic:
            return topic
    start, that = _content_start(text, s, clause, word)
    if word in entries("speech", "marks_only") and not that:
        return None
    if start is None or (not that and word in entries("speech", "that_only")):
        if start is None or not _has_subject(text, start):
            return None
    if not that and not _is_clause(text, start, s):
        return None
    rule = "en.verb_that" if that else "en.verb_clause"
    return _statement(text, clause, start, _content_end(text, start, s.last), rule, taken)


def _content_start(text: Text, s: Sentence, clause: Clause, word: str) -> tuple[int | None, bool]:
    """The token where the statement begins, and whether "that" stands before it."""
    i = clause.behind
    if i >= s.last or text.word(i) in (".", ",", "?", "!", ":"):
        return _that(text, i, s) if text.word(i) == "," else (None, False)
    if word in entries("speech", "told"):
        i = _listener(text, i, s)
    found, that = _that(text, i, s)
    if that:
        return found, True
    i = _adjuncts(text, i, s)
    if text.low(i) == "that" and text.pos(i + 1) not in ("AUX",):
        return i + 1, True
    return (i if i < s.last else None), False


_NEAR_THAT = 16


def _has_subject(text: Text, i: int) -> bool:
    """Whether a clause begins with its subject: `he will play`, `the roof is old`."""
    if text.pos(i) == "PRON":
        return text.pos(i + 1) in ("AUX", "VERB")
    if text.pos(i) not in ("DET", "PROPN"):
        return False
    for k in range(i + 1, i + 7):
        if text.pos(k) == "AUX":
            return True
        if text.pos(k) in ("ADP", "PUNCT", "CCONJ", "PRON"):
            return False
    return False


def _that(text: Text, i: int, s: Sentence) -> tuple[int | None, bool]:
    """Behind a "that" with only adjuncts between (`said on Monday in Astana that`)."""
    adjunct = text.pos(i) == "ADP" or text.word(i) in (",", "(") or text.low(i) in _days()
    for k in range(i, min(i + _NEAR_THAT, s.last)):
        low = text.low(k)
        if low == "that" and (k == i or adjunct) and text.pos(k + 1) not in ("AUX", "VERB"):
            return k + 1, True
        if text.pos(k) in ("AUX", "PRON") or text.word(k) in (";", ":", "“", '"', "``"):
            return None, False
    return None, False


def _listener(text: Text, i: int, s: Sentence) -> int:
    """Behind whom somebody told: `reporters`, `the court`, `Dala TV`."""
    held = text.beginning(i, "person", "organization", "place")
    if held:
        return text.last(held)
    k = i
    while (
        k < min(i + 5, s.last)
        and text.low(k) != "that"
        and text.pos(k) in ("DET", "NOUN", "ADJ", "PRON", "PROPN")
    ):
        k += 1
        if text.low(k - 1) in (
            "reporters",
            "journalists",
            "lawmakers",
            "me",
            "us",
            "him",
            "them",
            "her",
            "court",
            "deputies",
            "parliament",
            "media",
            "audience",
            "briefing",
            "agency",
        ):
            break
    return k


@cache
def _days() -> frozenset[str]:
    return frozenset(w.lower() for w in entries("speech", "months_and_days"))


def _adjuncts(text: Text, i: int, s: Sentence) -> int:
    """Behind `on Monday (Nov 12)`, `in a statement`, `at a briefing`, `late Friday`."""
    while i < s.last:
        low = text.low(i)
        if low in ("on", "late", "early") and (
            text.low(i + 1).removesuffix(".") in _days() or text.low(i + 1).isdigit()
        ):
            i += 2
        elif (
            low.removesuffix(".") in _days()
            or low in ("today", "yesterday", "earlier", "also")
            or (low.isdigit() and text.low(i - 1).removesuffix(".") in _days())
        ):
            i += 1
        elif low == "(":
            while i < s.last and text.word(i) != ")":
                i += 1
            i += 1
        elif low in ("in", "at", "during", "to", "after") and _adjunct_end(text, i, s):
            i = _adjunct_end(text, i, s)
        else:
            break
    return i


_OCCASIONS = frozenset(
    (
        "statement",
        "interview",
        "briefing",
        "conference",
        "meeting",
        "forum",
        "session",
        "post",
        "speech",
        "address",
        "report",
        "summit",
        "ceremony",
        "reporters",
        "journalists",
        "media",
        "event",
        "visit",
        "release",
        "letter",
        "message",
        "comment",
        "comments",
        "remarks",
    )
)


def _adjunct_end(text: Text, i: int, s: Sentence) -> int:
    """Behind a short phrase whose noun is an occasion; 0 where there is none."""
    for k in range(i + 1, min(i + 8, s.last)):
        if text.low(k) in _OCCASIONS:
            while text.low(k + 1) in _OCCASIONS:
                k += 1
            return k + 1
        if text.pos(k) in ("AUX", "PRON") or text.word(k) in (",", "."):
            return 0
    return 0


def _is_clause(text: Text, start: int, s: Sentence) -> bool:
    """Whether the words have a finite verb, and do not begin with a preposition or an infinitive."""
    if text.low(start) in _NO_CLAUSE or text.word(start) in ("“", '"', "``", "''", ":", ","):
        return False
    words = range(start, min(s.last, start + 26))
    return (
        any(
            text.pos(i) in ("AUX", "VERB") or (text.low(i).endswith("s") and text.pos(i) == "NOUN")
            for i in words
        )
        and s.last - start > _FEWEST + 1
    )


_NO_CLAUSE = frozenset(
    (
        "to",
        "of",
        "goodbye",
        "so",
        "yes",
        "no",
        "nothing",
        "hello",
        "for",
        "about",
        "when",
        "how",
        "what",
        "why",
        "whether",
        "if",
        "on",
        "by",
        "with",
    )
)
_CUTS = frozenset(("although", "though", "whereas"))


def _content_end(text: Text, start: int, stop: int) -> int:
    """The token that ends a statement: before `, adding that`, `, although`, or the full stop."""
    quoted = False
    for i in range(start, stop):
        if text.word(i) == ";":
            return i
        if text.word(i) == "," and quoted and text.low(i + 1) == "and" and text.pos(i + 2) == "DET":
            return i
        quoted = quoted or text.word(i) in ("”", '"')
        if text.word(i) == "," and (
            text.low(i + 1) in _CUTS
            or text.low(i + 1) in _ADDING
            or (text.low(i + 1) == "according" and text.low(i + 2) == "to")
            or (text.low(i + 1) in ("and", "while") and text.low(i + 2) in _ADDED)
        ):
            return i
        if text.low(i) == "and" and text.low(i + 1) in _ADDED and text.low(i + 2) == "that":
            return i
    return stop


_ADDING = frozenset(
    (
        "adding",
        "saying",
        "stressing",
        "noting",
        "explaining",
        "emphasizing",
        "emphasising",
        "warning",
        "claiming",
        "arguing",
        "insisting",
    )
)
_ADDED = frozenset(
    ("added", "stressed", "noted", "emphasized", "emphasised", "said", "warned", "explained")
)


def _adding(
    text: Text, s: Sentence, clause: Clause, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    """`…, adding that …`: the same speaker."""
    for i in range(clause.behind, s.last):
        more = text.word(i) == "," and text.low(i + 1) in _ADDING
        again = text.low(i) == "and" and text.low(i + 1) in _ADDED and text.low(i + 2) == "that"
        if not (more or again) or _in_marks(text, i + 1, taken):
            continue
        start = i + 3 if text.low(i + 2) == "that" else i + 2
        again_clause = Clause(i + 1, i + 2, clause.named)
        found = _statement(
            text, again_clause, start, _content_end(text, start, s.last), "en.adding_that", taken
        )
        if found:
            yield found


def _statement(
    text: Text, clause: Clause, start: int, end: int, rule: str, taken: SpanIndex[Span]
) -> ReportedSpeech | None:
    if start >= end:
        return None
    content = trimmed(text.text, text.start(start), text.end(end))
    count = sum(t.text[0].isalnum() for t in text.analysis.tokens_in(content.start, content.end))
    if count < _FEWEST + 1 or any(True for _ in taken.touching(content.start, content.end)):
        return None
    return _made(text, clause, content, rule, _form(text, content))


def _form(text: Text, content: Span) -> Form:
    inside = mark_index(text.analysis).touching(content.start, content.end)
    return "mixed" if any(True for _ in inside) else "indirect"


def _made(text: Text, clause: Clause, content: Span, rule: str, form: Form) -> ReportedSpeech:
    mention = clause.named.mention
    return ReportedSpeech((content,), form, rule, clause.cue(text), mention, mention.start)


def _behind_clause(
    text: Text, s: Sentence, verb: int, behind: int, named: Named | None, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    """`…, X said.` and `…, said X.`: the statement stands before its clause."""
    if named is None or text.word(named.first - 1) != ",":
        if text.word(verb - 1) != "," or text.low(verb) not in _INVERTED:
            return
        named = forward(text, behind, s.last)
        comma = verb - 1
        if named is None or named.mention.kind == "pronoun":
            return
    else:
        comma = named.first - 1
        if not _ends_soon(text, behind, s.last):
            return
    start = text.index(_behind_dateline(text, s))
    if text.start(comma) <= text.start(start) or text.word(comma - 1) in ("”", '"', "''"):
        return
    if not _is_clause(text, start, Sentence(s.start, s.end, start, comma, s.paragraph)):
        return
    if text.low(start) in ("but", "and"):
        start += 1
    clause = Clause(verb, behind, named)
    found = _statement(text, clause, start, comma, "en.clause_verb", taken)
    if found and not _is_subordinate(text, start):
        yield found


_INVERTED = frozenset(
    ("said", "says", "added", "noted", "explained", "announced", "wrote", "warned")
)


def _subject_of_sentence(text: Text, s: Sentence, verb: int) -> Named | None:
    """The person or institution that the sentence begins with, behind a position at most."""
    first = s.first
    while first < verb and not text.beginning(first, "person", "organization"):
        if text.word(first) in (":", "–") or first - s.first > _NEAR_THAT:
            return None
        if text.pos(first) == "PRON":
            break
        first += 1
    person = text.beginning(first, "person")
    held = before(text, first) if person else None
    if held is None and first - s.first > 2:
        return None
    named = forward(text, first, verb)
    if named is None or named.mention.kind not in ("person", "institution", "pronoun"):
        return None
    return None if text.low(first - 1) in entries("words", "prepositions") else named


def _saying(text: Text, s: Sentence, verb: int, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """`Trump called on Congress …, saying it would have his support`: the subject of the sentence
    speaks.
    """
    if text.low(verb) not in _ADDING or text.word(verb - 1) != ",":
        return
    named = _subject_of_sentence(text, s, verb)
    if named is None or text.word(named.last) == ",":
        return
    start = verb + 2 if text.low(verb + 1) == "that" else verb + 1
    clause = Clause(verb, verb + 1, named)
    if start == verb + 2 or _has_subject(text, start):
        found = _statement(
            text, clause, start, _content_end(text, start, s.last), "en.saying", taken
        )
        if found:
            yield found


def _is_subordinate(text: Text, start: int) -> bool:
    """`When the war began, X said …`: no statement of X."""
    return text.low(start) in (
        "when",
        "if",
        "as",
        "after",
        "before",
        "while",
        "although",
        "since",
        "because",
        "speaking",
        "citing",
        "according",
        "commenting",
        "asked",
    )


def _ends_soon(text: Text, i: int, stop: int) -> bool:
    """Whether the clause ends with the verb, or with a listener and an occasion behind it."""
    if i >= stop or text.word(i) in (".", ";", "!", "?", "…"):
        return True
    if text.word(i) == ",":
        return text.low(i + 1) in ("and", "but", "while") or text.low(i + 1) in _ADDING
    if text.low(i) == "that":
        return False
    return (
        text.low(i)
        in (
            "in",
            "at",
            "on",
            "during",
            "to",
            "after",
            "following",
            "late",
            "early",
            "today",
            "yesterday",
            "ahead",
            "via",
            "while",
            "reporters",
            "journalists",
            "earlier",
            "when",
            "through",
            "by",
        )
        or text.low(i).removesuffix(".") in _days()
        or text.mention(i) is not None
    )


def _behind_dateline(text: Text, s: Sentence) -> int:
    """The offset behind `ASTANA – ` at the beginning of a paragraph."""
    paragraph = text.analysis.paragraphs[s.paragraph]
    found = _DATELINE.match(text.text, s.start, s.end) if s.start == paragraph.start else None
    if found is None:
        return s.start
    place = text.analysis.mention_at(s.start)
    return found.end() if place or found[0].isupper() else s.start


def _topic(text: Text, s: Sentence, clause: Clause) -> ReportedSpeech | None:
    """`noted the importance of clean water`"""
    i = clause.behind
    while text.pos(i) == "DET" or text.pos(i) == "ADJ":
        i += 1
    if text.low(i) not in entries("speech", "topic_heads") and text.low(i + 1) not in entries(
        "speech", "topic_heads"
    ):
        return None
    end = clause.behind
    while end < s.last and text.word(end) not in (".", ";", ",", ":"):
        end += 1
    content = trimmed(text.text, text.start(clause.behind), text.end(end))
    count = sum(t.text[0].isalnum() for t in text.analysis.tokens_in(content.start, content.end))
    return (
        _made(text, clause, content, "en.topic", _form(text, content))
        if count > _FEWEST + 1
        else None
    )


def _called(
    text: Text, s: Sentence, clause: Clause, taken: SpanIndex[Span]
) -> ReportedSpeech | None:
    """`called the tender “a shame for the whole city”`: the words in marks."""
    start, stop = text.start(clause.behind), text.end(s.last)
    found = next(
        (m for m in mark_index(text.analysis).touching(start, stop) if m.start >= start), None
    )
    if found is None or any(True for _ in taken.touching(found.inner.start, found.inner.end)):
        return None
    between = text.index(found.start) - clause.behind
    if between > _NEAR_THAT or any(
        verb_at(text, i) > i for i in range(clause.behind, text.index(found.start))
    ):
        return None
    content = trimmed(text.text, found.inner.start, found.inner.end)
    count = sum(t.text[0].isalnum() for t in text.analysis.tokens_in(content.start, content.end))
    return _made(text, clause, content, "en.called", "mixed") if count >= _FEWEST else None


def _according(text: Text, s: Sentence, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """`According to X, …` and `…, according to X`, where X is a person."""
    for i in range(s.first, s.last - 2):
        if text.low(i) != "according" or text.low(i + 1) != "to" or _in_marks(text, i, taken):
            continue
        named = forward(text, i + 2, s.last)
        if named is None or named.mention.kind not in ("person", "pronoun", "role", "people"):
            continue
        clause = Clause(i, i + 2, named)
        if i == s.first:
            comma = next((k for k in range(named.last, s.last) if text.word(k) == ","), s.last)
            held = apposition(text, comma + 1)
            if held and text.word(held.end) == ",":
                comma = held.end
            start, end = comma + 1, _content_end(text, comma + 1, s.last)
        else:
            start, end = text.index(_behind_dateline(text, s)), i
        found = _statement(text, clause, start, end, "en.according", taken)
        if found:
            yield found
