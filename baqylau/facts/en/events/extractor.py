"""Events in an English text: `Astana International Forum`, `state visit to Oman`, `signed an
agreement`. Comes in: an analysis. Goes out: `Event`s. `lang/en/events.toml` lists the nouns and
what must stand with them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.words.nouns import adjectives_before, capitals_before, complement_end
from baqylau.facts.grammar.event_table import NounTable, Phrase, Row, by_word
from baqylau.lang.en.wordlists import entries, wordlist
from baqylau.model.fact import Event
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token


def extract(analysis: Analysis) -> Iterable[Event]:
    named: set[str] = set()
    for sentence in analysis.sentences:
        yield from _signings(analysis, sentence)
        yield from _clauses(analysis, sentence)
        for phrase, rule in _table().phrases(analysis, analysis.words(sentence)):
            event = _event(phrase, rule)
            if event.name not in named:
                named.add(event.name)
                yield event


def _event(phrase: Phrase, rule: str) -> Event:
    a = phrase.analysis
    kind = phrase.row["kind"]
    if rule == "ceremony" and any(t.text.lower() == "signing" for t in phrase.before):
        kind = "signing"
    return Event(
        **a.place(phrase.start, phrase.end),
        confidence=0.85 if rule == "named" else 0.7,
        rule=f"en.event_{rule}",
        kind=kind,
        name=" ".join(a.text[phrase.start : phrase.end].split()),
    )


def _words(key: str) -> tuple[str, ...]:
    return tuple(wordlist("events")["words"][key])


def _signings(a: Analysis, sentence: Sentence) -> Iterator[Event]:
    """`signed an agreement`: the verb up to its document."""
    words = a.words(sentence)
    for i, token in enumerate(words):
        if token.text.lower() not in _words("signed") or i + 1 >= len(words):
            continue
        near = range(i + 1, min(len(words), i + 7))
        paper = next((k for k in near if words[k].text.lower() in _words("papers")), None)
        if paper is None or any(words[k].text in (",", ".", "by") for k in range(i + 1, paper)):
            continue
        if token.text.lower() == "sign" or _is_denied(words, i):
            continue
        span = Span(token.start, words[paper].end)
        yield Event(
            **a.place(span.start, span.end),
            confidence=0.75,
            rule="en.signed",
            kind="signing",
            name=f"signing of {a.text[words[i + 1].start : words[paper].end]}",
        )


def _clauses(a: Analysis, sentence: Sentence) -> Iterator[Event]:
    """`shots were fired`: a clause of the list."""
    words = a.words(sentence)
    low = [w.text.lower() for w in words]
    for i, word in enumerate(low):
        for phrase, kind in _clause_table().get(word, ()):
            last = i + len(phrase)
            if tuple(low[i:last]) == phrase:
                yield Event(
                    **a.place(words[i].start, words[last - 1].end),
                    confidence=0.7,
                    rule="en.event_clause",
                    kind=kind,
                    name=" ".join(phrase),
                )


@cache
def _clause_table() -> Mapping[str, tuple[tuple[tuple[str, ...], Any], ...]]:
    """First word -> the clauses that begin with it, each with its kind."""
    found: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for row in wordlist("events")["clause"]:
        for phrase in row["words"]:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, row["kind"]))
    return {word: tuple(rows) for word, rows in found.items()}


def _is_denied(words: Sequence[Token], i: int) -> bool:
    return any(
        w.text.lower() in ("not", "never", "to", "will", "would", "may")
        for w in words[max(0, i - 2) : i]
    )


@cache
def _rows() -> Mapping[str, tuple[Row, ...]]:
    return by_word(wordlist("events")["kind"])


@cache
def _table() -> NounTable:
    return NounTable(
        "lang/en/events.toml",
        _rows(),
        lambda token: (token.text.lower(), token.text.lower().removesuffix("s")),
        _extent,
        {
            "named": lambda p: (
                p.head.text[0].isupper()
                and len(p.before) > 0
                and p.head.text != "Game"
                and not _opens(p)
            ),
            "kindly": lambda p: _has(p, "adjectives"),
            "particular": _is_particular,
            "described": lambda p: len(p.before) > 0 and _is_particular(p),
            "dated": _is_dated,
            "round": lambda p: any(t.text.lower() == "round" for t in p.before),
            "kindly_meeting": lambda p: (
                _has(p, "meetings") or (p.word == "talks" and _behind(p) in ("with", "between"))
            ),
            "happened": _is_crime,
            "meeting": _is_meeting,
            "visit": lambda p: _has(p, "visits") or (_behind(p) == "to" and p.last > p.at + 2),
            "ceremony": lambda p: _has(p, "ceremonies"),
            "accident": lambda p: (
                _has(p, "fires" if p.word in ("fire", "flood", "blaze") else "accidents")
                or p.word in ("earthquake", "collision", "derailment")
                or (
                    p.word in ("explosion", "blast", "crash") and _behind(p) in ("at", "in", "near")
                )
            ),
        },
    )


def _opens(phrase: Phrase) -> bool:
    """`Steppe Open Hands`: a name that goes on, no tournament."""
    following = phrase.words[phrase.at + 1 : phrase.at + 2]
    return phrase.head.text == "Open" and any(w.text[0].isupper() for w in following)


def _is_particular(phrase: Phrase) -> bool:
    """`the referendum`, `a two-day summit`, `last week’s trial`: one event, not any."""
    if phrase.head.text.lower() not in phrase.row["lemmas"]:
        return False  # trials, tournaments
    if _has(phrase, "no_events"):
        return False  # an online forum
    start = phrase.words[phrase.first - 1].text.lower() if phrase.first else ""
    own = any(t.text[0].isupper() and t.pos == "PROPN" for t in phrase.before)
    return start in _words("particular") or own


def _has(phrase: Phrase, key: str) -> bool:
    return any(t.text.lower() in _words(key) for t in phrase.before)


def _behind(phrase: Phrase) -> str:
    at = phrase.at + 1
    return phrase.words[at].text.lower() if at < len(phrase.words) else ""


def _is_crime(phrase: Phrase) -> bool:
    """`the third shooting in the region`; `shooting a film` and `murder charges` are none."""
    start = phrase.words[phrase.at - 1].text.lower() if phrase.at else ""
    known = start in _words("happened_before") or _has(phrase, "happened_before")
    return known and _behind(phrase) in ("", *_words("happened_behind"))


def _is_dated(phrase: Phrase) -> bool:
    """`October 20 election`"""
    months = entries("speech", "months_and_days")
    return any(t.text in months for t in phrase.before)


def _is_meeting(phrase: Phrase) -> bool:
    """`meeting of the council`, `a meeting to review …`; `meeting its targets` is none."""
    start = phrase.words[phrase.first - 1].text.lower() if phrase.first else ""
    return (
        phrase.head.text.islower()
        and _behind(phrase) in ("of", "with", "to", "between", "on")
        and start in ("a", "the", "an", "next", "extended")
    )


def _extent(a: Analysis, words: Sequence[Token], at: int, row: Row) -> tuple[int, int] | None:
    mention = a.mention_at(words[at].start)
    if mention and (mention.type != "place" or mention.end > words[at].end):
        return None
    if _is_compound(words, at) or (at == 0 and _is_general(words, 0, at, row)):
        return None
    if words[at].text[0].isupper():
        return capitals_before(words, at), _behind_match(words, at)
    first = adjectives_before(words, at)
    if _is_general(words, first, at, row):
        return None
    if first > 2 and words[first - 1].text == "of" and words[first].text[0].isupper():
        first -= 2  # Group of Seven summit
    if (
        first > 1
        and words[first - 1].text.lower() == "of"
        and words[first - 2].text.lower() == "round"
    ):
        first = adjectives_before(words, first - 2)
    last = at + 1
    following = words[at + 1].text.lower() if at + 1 < len(words) else ""
    if following == "of" or (following == "to" and row["kind"] in ("visit", "meeting")):
        last = complement_end(words, at)
    return first, last


def _is_compound(words: Sequence[Token], at: int) -> bool:
    """`earthquake victims`, `election campaign`: the event only says which victims."""
    following = words[at + 1].text.lower() if at + 1 < len(words) else ""
    return following in _words("compounds") or following == "-"


def _is_general(words: Sequence[Token], first: int, at: int, row: Row) -> bool:
    """`plane crashes`, `press conferences are rare`: a plural without an article or a number."""
    low = words[at].text.lower()
    if row["kind"] not in ("accident", "meeting") or not low.endswith("s") or low == "talks":
        return False
    start = words[first - 1].text.lower() if first else ""
    counted = any(w.pos == "NUM" for w in words[first:at])
    return low not in row["lemmas"] and start not in _words("particular") and not counted


def _behind_match(words: Sequence[Token], at: int) -> int:
    """Behind `World Cup final`, `Steppe Cup Series`."""
    i = at + 1
    while i < len(words) and words[i].text.lower() in _words("stages"):
        i += 1
    return i
