"""Documents and agreements: `меморандум о сотрудничестве`, `указом от 4 сентября 2023 года`,
`Налоговый кодекс`, `УК РК`.

Comes in: an `Analysis`. Goes out: `Document`s. `lang/ru/documents.toml` lists the words for
documents and what must stand with them; a bare `закон` or `договор` is no fact.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.event_table import NounTable, Phrase, Row, by_word
from baqylau.facts.ru.dates.extractor import dates
from baqylau.facts.ru.words.noun_phrase import OPENING, first_of, in_title, last_of, name_end
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Document
from baqylau.model.span import SpanIndex
from baqylau.model.words import Sentence, Token


def extract(analysis: Analysis) -> Iterable[Document]:
    return documents(analysis)


@memoized
def documents(analysis: Analysis) -> tuple[Document, ...]:
    """Every document of the text. Cached, since events do not use the characters of documents."""
    return tuple(_documents(analysis))


def _documents(analysis: Analysis) -> Iterator[Document]:
    for sentence in analysis.sentences:
        if any(t.lemma in table().rows or t.text in _codes() for t in analysis.words(sentence)):
            yield from _in_sentence(analysis, sentence)


@memoized
def _dated_spans(analysis: Analysis) -> SpanIndex[DateMention]:
    return SpanIndex(dates(analysis))


@cache
def table() -> NounTable:
    """The documents of `documents.toml` with what each of its rules asks. A noun of two words
    (`дорожная карта`) is looked up by its last.
    """
    rows: dict[str, tuple[Row, ...]] = {}
    for lemma, found in by_word(wordlist("documents")["kind"]).items():
        rows[_NOUNS.get(lemma, lemma.split()[-1])] = found
    return NounTable(
        "lang/ru/documents.toml",
        rows,
        lambda token: (token.lemma,),
        _extent,
        {
            "bare": lambda p: True,  # noqa: ARG005 (every condition takes the phrase)
            "signed": _is_signed,
            "adjective": _has_adjective,
            "adjective_title": lambda p: _has_adjective(p) and _has_title(p),
            "title": _has_title,
            "about": lambda p: any(t.text.lower() in ("о", "об", "обо") for t in p.behind),
            "dated": lambda p: any(t.text.lower() == "от" for t in p.behind),
            "number": lambda p: any(t.text == "№" for t in p.behind),
            "after": lambda p: bool(p.behind) and p.behind[0].pos == "ADP",
            "gen": _has_genitive,
            "office": _has_office,
            "examined": _is_planned,
            "planned": _is_planned,
            "standard": _is_planned,
        },
    )


_NOUNS = {"дорожная карта": "карта"}


@cache
def _codes() -> Mapping[str, str]:
    return dict(wordlist("documents")["codes"])


def _named(lemma: str) -> str:
    return str(wordlist("documents")["names"].get(lemma, lemma))


def _in_firm(words: Sequence[Token], at: int) -> bool:
    """`АО «НК «Дала»`: here the letters are no code but the form of a firm."""
    return at + 1 < len(words) and at > 0 and {words[at - 1].text, words[at + 1].text} <= OPENING


def _in_sentence(a: Analysis, sentence: Sentence) -> Iterator[Document]:
    words, behind = a.words(sentence), 0
    for at, token in enumerate(words):
        if at < behind:
            continue
        if token.text in _codes() and not _in_firm(words, at):
            of_state = wordlist("documents")["words"]["of_state"]
            last = at + 1 + (at + 1 < len(words) and words[at + 1].lemma in of_state)
            kind = _codes()[token.text]
            name = " ".join(t.text for t in words[at:last])
            yield _document(a, words[at:last], kind, name, "ru.code", 0.85)
            continue
        found = table().phrase_at(a, words, at)
        if found:
            phrase, rule = found
            behind = phrase.last
            kind, sure = _named(token.lemma), _SURE.get(rule, 0.8)
            named = words[phrase.first : phrase.last]
            yield _document(a, named, kind, None, f"ru.document_{rule}", sure)


def _inside_a_name(a: Analysis, words: Sequence[Token], at: int) -> bool:
    """In an organization's name, or the first word of a title in marks (роман «Кодекс тишины»)."""
    mention = a.mention_at(words[at].start)
    if mention and mention.type != "place" and mention.start < words[at].start:
        return True
    first = first_of(words, at)
    if in_title(words, first, at):
        return True
    return (
        first > 1
        and words[first - 1].text in OPENING
        and name_end(words, first - 1) is not None
        and words[first - 2].pos == "NOUN"
    )


def _extent(a: Analysis, words: Sequence[Token], at: int, row: Row) -> tuple[int, int] | None:
    if words[at].pos not in ("NOUN", "PROPN") or _inside_a_name(a, words, at):
        return None
    first = first_of(words, at)
    if words[at].lemma == "карта" and not any(t.lemma == "дорожный" for t in words[first:at]):
        return None
    allowed = [*row["after"], "о Loc"] if "about" in row["when"] else row["after"]
    last = _dated(a, words, last_of(a, words, at, allowed))
    inner = any(
        t.lemma in table().rows and t.lemma not in ("проект", "план", "программа")
        for t in words[at + 1 : last]
    )
    if inner and words[at].lemma in _CARRIERS:
        return None  # "проект закона", "решение по договору": the inner one is the document
    return first, last


_CARRIERS = frozenset({"проект", "решение", "положение", "план"})
_SURE = {
    "gen": 0.7,
    "after": 0.7,
    "signed": 0.55,
    "office": 0.65,
    "about": 0.85,
    "title": 0.9,
    "dated": 0.9,
    "number": 0.9,
    "adjective": 0.85,
}


def _dated(a: Analysis, words: Sequence[Token], last: int) -> int:
    """`… от 4 сентября 2023 года`, `… от 12 мая №45`"""
    if last + 1 < len(words) and words[last].text.lower() == "от":
        found = _dated_spans(a).at(words[last + 1].start)
        if found:
            last = next(
                (i for i in range(last + 1, len(words)) if words[i].start >= found.end), len(words)
            )
    if last < len(words) and words[last].text == "№":
        return last_of(a, words, last - 1)
    return last


def _is_signed(phrase: Phrase) -> bool:
    near = phrase.words[max(0, phrase.at - 6) : phrase.at + 7]
    signed = wordlist("documents")["words"]["signed"]
    return any(t.lemma in signed and t is not phrase.head for t in near)


def _has_adjective(phrase: Phrase) -> bool:
    return any(t.lemma in phrase.row["adjectives"] for t in phrase.before)


def _has_title(phrase: Phrase) -> bool:
    """A title in marks; `ведущий программы «Утро»` speaks of a broadcast."""
    near = phrase.words[max(0, phrase.at - _NEAR) : phrase.at]
    shows = phrase.row.get("shows", ())
    return any(t.text in OPENING for t in phrase.behind) and not any(t.lemma in shows for t in near)


_NEAR = 5  # words before the document


def _has_genitive(phrase: Phrase) -> bool:
    unless = wordlist("documents")["words"]["no_owner"]
    return (
        bool(phrase.behind)
        and phrase.behind[0].pos in ("NOUN", "PROPN", "ADJ")
        and any(t.pos in ("NOUN", "PROPN") for t in phrase.behind)  # `закон сырой`
        and not any(t.lemma in unless for t in phrase.behind[:2])
    )


def _has_office(phrase: Phrase) -> bool:
    """`решение маслихата`; the decision of a country (`решение Ирана`) is no document."""
    if not phrase.behind:
        return False
    first, unless = phrase.behind[0], phrase.row.get("unless", ())
    if first.text.lower() in unless or first.lemma in unless:
        return False
    mention = phrase.analysis.mention_at(first.start)
    named = mention is not None and (mention.type != "place" or not unless)
    return named or first.lemma in wordlist("documents")["offices"]


def _is_planned(phrase: Phrase) -> bool:
    return any(t.lemma in phrase.row["planned"] for t in phrase.behind)


def _document(
    a: Analysis, words: Sequence[Token], kind: str, name: str | None, rule: str, confidence: float
) -> Document:
    return Document(
        **a.place(words[0].start, words[-1].end),
        confidence=confidence,
        rule=rule,
        kind=kind,
        name=name or small(nominative(words, a.text)),
    )
