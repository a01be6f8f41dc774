"""Documents in a Kazakh text: `«Бидай туралы» қаулы`, `ынтымақтастық туралы меморандум`, `Салық
кодексі`.

Comes in: an `Analysis`. Goes out: `Document`s. `lang/kk/documents.toml` lists the nouns and what
must stand with them; a bare `заң` or `шарт` is no fact.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.event_table import NounTable, Phrase, Row, by_word
from baqylau.facts.kk.words.nominal import (
    CLOSING,
    OPENING,
    attributes_start,
    case_of,
    is_form_of,
    is_plural,
    is_possessed,
    named,
    readings,
)
from baqylau.facts.kk.words.nominal import title_start as marks_start
from baqylau.facts.kk.words.titles import title_start
from baqylau.lang.kk.counting import number_words
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Document
from baqylau.model.words import Token


@memoized
def documents(analysis: Analysis) -> tuple[Document, ...]:
    """Every document of the text. Events do not use the characters of documents."""
    return tuple(
        _document(phrase, rule)
        for sentence in analysis.sentences
        for phrase, rule in _table().phrases(analysis, analysis.words(sentence))
    )


def extract(analysis: Analysis) -> Iterable[Document]:
    return documents(analysis)


def _document(phrase: Phrase, rule: str) -> Document:
    a = phrase.analysis
    return Document(
        **a.place(phrase.start, phrase.end),
        confidence=_SURE.get(rule, 0.75),
        rule=f"kk.document_{rule}",
        kind=_kind(phrase),
        name=_name(phrase),
    )


def _name(phrase: Phrase) -> str:
    """A noun alone without the ending of an owner who is not part of it: `оның конституциясы`."""
    if not phrase.before and is_possessed(phrase.head.text.lower()):
        return _kind(phrase)
    return named(phrase.analysis, phrase.start, phrase.end)


_SURE = {
    "title": 0.9,
    "about": 0.85,
    "number": 0.9,
    "between": 0.8,
    "adjective": 0.85,
    "owner": 0.7,
    "signed": 0.6,
}


def _kind(phrase: Phrase) -> str:
    """The noun as the table has it, a noun of two words with both."""
    compound = _compound(phrase.words, phrase.at, phrase.row)
    return " ".join(compound) if len(compound) > 1 else phrase.word


@cache
def _table() -> NounTable:
    return NounTable(
        "lang/kk/documents.toml",
        _rows(),
        readings,
        _extent,
        {
            "title": lambda p: any(t.text in CLOSING for t in p.before),
            "about": lambda p: any(t.text.lower() in _words("about") for t in p.before),
            "owner": _has_owner,
            "between": _has_parties,
            "about_office": _has_office,
            "adjective": lambda p: _has_adjective(p) and not is_plural(p.head),
            "adjective_title": lambda p: _has_adjective(p) and _next_is_title(p),
            "number": _is_numbered,
            "signed": _is_signed,
            "field": lambda p: len(p.before) > 1,
            "capital": lambda p: p.at > 0 and p.head.text[0].isupper() and not is_plural(p.head),
            "bare": lambda p: True,  # noqa: ARG005 (every condition takes the phrase)
        },
        outer=True,
    )


@cache
def _rows() -> Mapping[str, tuple[Row, ...]]:
    """By the last word of a noun of several words."""
    rows: dict[str, tuple[Row, ...]] = {}
    for word, found in by_word(wordlist("documents")["kind"]).items():
        key = word.split()[-1].lower()
        rows[key] = (*rows.get(key, ()), *found)
    return rows


def _words(key: str) -> tuple[str, ...]:
    return tuple(wordlist("documents")["words"][key])


def _extent(a: Analysis, words: Sequence[Token], at: int, row: Row) -> tuple[int, int] | None:
    mention = a.mention_at(words[at].start)
    if mention and mention.type != "place" and mention.end > words[at].end:
        return None  # inside the name of an institution
    if not _whole_noun(words, at, row) or _is_draft(words, at):
        return None
    if row.get("locative") == "broadcast" and _is_broadcast(words, at):
        return None  # `«Айта берсін» бағдарламасында`
    first = at - max(0, len(_compound(words, at, row)) - 1)
    if first and words[first - 1].text.lower() in _words("about"):
        start = title_start(a, words, first - 1)
        return start if start < first - 1 else first, at + 1
    called = _called(words, first)
    if called is not None:
        return called, at + 1
    start = attributes_start(a, words, first, _MOST_BARE)
    if start > 1 and words[start - 1].text[0].isdigit():
        start -= words[start - 2].text.lower() in _words("about")  # `жөніндегі 2030 жылға дейінгі`
    if start > 1 and words[start - 1].text.lower() in _words("about"):  # `… туралы жаңа заң`
        subject = title_start(a, words, start - 1)
        return (subject if subject < start - 1 else start), at + 1
    inside = (i for i in range(first - 1, start, -1) if words[i].text.lower() in _words("about"))
    if words[start].text not in OPENING:
        start = next((title_start(a, words, i) for i in inside), start)
    while start < first and _stands_outside(words[start].text.lower()):
        start += 1
    return start, at + 1


_MOST_BARE = 3


def _stands_outside(low: str) -> bool:
    """`бойынша`, `қырық`: a postposition or a number before the name."""
    return low in _words("about") or number_words().word(low) is not None


def _called(words: Sequence[Token], first: int) -> int | None:
    """`«Цифрлы ауыл» деген | бағдарлама`: the index of the marks before a word of naming."""
    if first < _PAIR or words[first - 1].text.lower() not in _words("called"):
        return None
    return marks_start(words, first - 2) if words[first - 2].text in CLOSING else None


_PAIR = 2  # tokens: the closing mark and the word behind it


def _is_draft(words: Sequence[Token], at: int) -> bool:
    """`туралы заң жобасын`: the noun of two words is the document; `заңды тұлға` is no law."""
    behind = words[at + 1].text.lower() if at + 1 < len(words) else ""
    law = words[at].text.lower() == "заңды"
    return (law and behind.startswith(_words("no_law"))) or (
        is_form_of(words[at], ("заң",))
        and at + 1 < len(words)
        and is_form_of(words[at + 1], ("жоба",))
    )


def _is_broadcast(words: Sequence[Token], at: int) -> bool:
    """A programme of radio or television: in the locative, or where the sentence has guests."""
    return case_of(words[at].text) == "locative" or any(
        t.text.lower().startswith(_words("broadcast")) for t in words
    )


def _compound(words: Sequence[Token], at: int, row: Row) -> list[str]:
    """The words of a noun such as `жол картасы`; none for the others."""
    for lemma in row["lemmas"]:
        *before, last = lemma.split()
        left = words[at - 1].text.lower() if at else ""
        if before and left == before[-1] and last in readings(words[at]):
            return [*before, last]
    return []


def _whole_noun(words: Sequence[Token], at: int, row: Row) -> bool:
    """`жол картасы` needs both words, `карта` alone is no document."""
    return is_form_of(words[at], row["lemmas"]) or bool(_compound(words, at, row))


def _is_numbered(phrase: Phrase) -> bool:
    """`№123 қаулысы`, `бұйрық №5`"""
    near = phrase.words[max(0, phrase.first - 2) : phrase.last + 1]
    return any(t.text.startswith("№") for t in near)


def _has_adjective(phrase: Phrase) -> bool:
    adjectives: Any = phrase.row.get("adjectives", ())
    return any(t.text.lower() in adjectives for t in phrase.before)


def _next_is_title(phrase: Phrase) -> bool:
    return any(t.text in CLOSING for t in phrase.before) or (
        phrase.first > 0 and phrase.words[phrase.first - 1].text in CLOSING
    )


def _has_owner(phrase: Phrase) -> bool:
    """`Үкімет қаулысы`, `Президенттің жарлығы`: the noun is possessed and its owner named."""
    if phrase.word == phrase.head.text.lower():
        return False
    return any(
        phrase.analysis.mention_at(t.start) or is_form_of(t, _words("offices"))
        for t in phrase.before
    )


def _has_parties(phrase: Phrase) -> bool:
    """`Білім министрліктері арасындағы меморандум`"""
    return any(t.text.lower() in _words("parties") for t in phrase.before)


def _has_office(phrase: Phrase) -> bool:
    return not is_plural(phrase.head) and any(
        is_form_of(t, _words("offices")) for t in phrase.before
    )


def _is_signed(phrase: Phrase) -> bool:
    """`меморандумға қол қойылды`: right behind the noun stands a verb of signing."""
    behind = phrase.analysis.text[phrase.end : phrase.end + _NEAR].lower()
    clause = behind.split(".")[0].split(",")[0]
    case = case_of(phrase.head.text)
    if is_plural(phrase.head) or case not in (None, "dative", "accusative"):
        return False
    return any(x in clause for x in _words("signed"))


_NEAR = 60  # characters behind the noun
