"""Documents and agreements: `меморандум о сотрудничестве`, `указом от 4 сентября 2023 года`,
`Налоговый кодекс`, `УК РК`.

Comes in: an `Analysis`. Goes out: `Document`s. `lang/ru/documents.toml` lists the words for
documents and what must stand with them; a bare `закон` or `договор` is no fact.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.ru.dates.extractor import dates
from baqylau.facts.ru.words.noun_phrase import OPENING, first_of, last_of, name_end
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Document
from baqylau.model.span import SpanIndex
from baqylau.model.words import Sentence, Token


@dataclass(frozen=True, slots=True)
class _SentenceContext:
    """What the rules need of one sentence: the analysis, the sentence's words, and the dates of the
    text.
    """

    a: Analysis
    words: tuple[Token, ...]
    dated: SpanIndex[DateMention]


def extract(analysis: Analysis) -> Iterable[Document]:
    return documents(analysis)


@memoized
def documents(analysis: Analysis) -> tuple[Document, ...]:
    """Every document of the text. Cached, since events do not use the characters of documents."""
    return tuple(_documents(analysis))


def _documents(analysis: Analysis) -> Iterator[Document]:
    dated: SpanIndex[DateMention] | None = None
    for sentence in analysis.sentences:
        if any(t.lemma in _kinds() or t.text in _codes() for t in analysis.words(sentence)):
            dated = dated or SpanIndex(dates(analysis))
            yield from _in_sentence(analysis, sentence, dated)


@cache
def _kinds() -> Mapping[str, Mapping[str, Any]]:
    return {
        lemma.split()[-1]: row for row in wordlist("documents")["kind"] for lemma in row["lemmas"]
    } | {"карта": next(r for r in wordlist("documents")["kind"] if "дорожная карта" in r["lemmas"])}


@cache
def _codes() -> Mapping[str, str]:
    return dict(wordlist("documents")["codes"])


def _named(lemma: str) -> str:
    return str(wordlist("documents")["names"].get(lemma, lemma))


def _in_sentence(
    a: Analysis, sentence: Sentence, dated: SpanIndex[DateMention]
) -> Iterator[Document]:
    context = _SentenceContext(a, a.words(sentence), dated)
    behind = 0
    for at, token in enumerate(context.words):
        if at < behind:
            continue
        if token.text in _codes():
            last = (
                at
                + 1
                + (
                    at + 1 < len(context.words)
                    and context.words[at + 1].lemma in wordlist("documents")["words"]["of_state"]
                )
            )
            yield _document(
                a, context.words[at:last], _codes()[token.text], token.text, "ru.code", 0.85
            )
        elif (
            token.pos in ("NOUN", "PROPN")
            and token.lemma in _kinds()
            and not _inside_a_name(a, context.words, at)
        ):
            found = _phrase(context, at)
            if found:
                first, last, rule, sure = found
                behind = last
                yield _document(a, context.words[first:last], _named(token.lemma), None, rule, sure)


def _inside_a_name(a: Analysis, words: tuple[Token, ...], at: int) -> bool:
    """In an organization's name, or the first word of a title in marks (роман «Кодекс тишины»)."""
    mention = a.mention_at(words[at].start)
    if mention and mention.type != "place" and mention.start < words[at].start:
        return True
    first = first_of(words, at)
    return (
        first > 1
        and words[first - 1].text in OPENING
        and name_end(words, first - 1) is not None
        and words[first - 2].pos == "NOUN"
    )


def _phrase(context: _SentenceContext, at: int) -> tuple[int, int, str, float] | None:
    """First and last token index, the rule and its confidence; None where nothing makes the word a
    document.
    """
    row = _kinds()[context.words[at].lemma]
    words, first = context.words, first_of(context.words, at)
    if words[at].lemma == "карта" and not any(t.lemma == "дорожный" for t in words[first:at]):
        return None
    allowed = [*row["after"], "о Loc"] if "about" in row["when"] else row["after"]
    last = _dated(context, last_of(context.a, words, at, allowed))
    if (
        any(
            t.lemma in _kinds() and t.lemma not in ("проект", "план", "программа")
            for t in words[at + 1 : last]
        )
        and words[at].lemma in _CARRIERS
    ):
        return None  # "проект закона", "решение по договору": the inner one is the document
    adjectives = {t.lemma for t in words[first:at]}
    made = next((r for r in row["when"] if _made(r, context, row, at, last, adjectives)), None)
    if made is None:
        return None
    return first, last, f"ru.document_{made}", _SURE.get(made, 0.8)


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


def _dated(context: _SentenceContext, last: int) -> int:
    """`… от 4 сентября 2023 года`, `… от 12 мая №45`"""
    words = context.words
    if last + 1 < len(words) and words[last].text.lower() == "от":
        found = context.dated.at(words[last + 1].start)
        if found:
            last = next(
                (i for i in range(last + 1, len(words)) if words[i].start >= found.end), len(words)
            )
    if last < len(words) and words[last].text == "№":
        return last_of(context.a, words, last - 1)
    return last


def _made(
    rule: str,
    context: _SentenceContext,
    row: Mapping[str, Any],
    at: int,
    last: int,
    adjectives: set[str],
) -> bool:
    words = context.words
    behind = words[at + 1 : last]
    if rule == "bare":
        return True
    if rule == "signed":
        near = words[max(0, at - 6) : at + 7]
        return any(
            t.lemma in wordlist("documents")["words"]["signed"] and t is not words[at] for t in near
        )
    if rule in ("adjective", "adjective_title"):
        named = bool(adjectives & set(row["adjectives"]))
        return named and (rule == "adjective" or any(t.text in OPENING for t in behind))
    if not behind:
        return False
    low = behind[0].text.lower()
    if rule == "title":
        return any(t.text in OPENING for t in behind)
    if rule == "about":
        return any(t.text.lower() in ("о", "об", "обо") for t in behind)
    if rule == "dated":
        return any(t.text.lower() == "от" for t in behind)
    if rule == "number":
        return any(t.text == "№" for t in behind)
    if rule == "after":
        return behind[0].pos == "ADP"
    if rule == "gen":
        return behind[0].pos in ("NOUN", "PROPN", "ADJ")
    if rule == "office":
        mention = context.a.mention_at(behind[0].start)
        return (
            low not in row.get("unless", ())
            and behind[0].lemma not in row.get("unless", ())
            and (mention is not None or behind[0].lemma in wordlist("documents")["offices"])
        )
    return any(t.lemma in row["planned"] for t in behind)


def _document(
    a: Analysis, words: tuple[Token, ...], kind: str, name: str | None, rule: str, confidence: float
) -> Document:
    return Document(
        **a.place(words[0].start, words[-1].end),
        confidence=confidence,
        rule=rule,
        kind=kind,
        name=name or small(nominative(words, a.text)),
    )
