"""Documents in an English text: `memorandum of cooperation`, `law On Veterinary Medicine`, `Alma
Declaration`. Comes in: an analysis. Goes out: `Document`s. `lang/en/documents.toml` lists the nouns
and what must stand with them; a bare "law" is no fact.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.en.words.nouns import adjectives_before, capitals_before, complement_end
from baqylau.facts.en.words.text import is_determiner
from baqylau.facts.grammar.event_table import NounTable, Phrase, Row, by_word
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries, wordlist
from baqylau.model.fact import Document
from baqylau.model.words import Token

_CLOSING = ("”", '"', "''", "»", "’", "'")
_MARKS = ("“", '"', "``", "«", "‘", "'")


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
    name = " ".join(a.text[phrase.start : phrase.end].split())
    return Document(
        **a.place(phrase.start, phrase.end),
        confidence=0.6 if rule == "bare" else 0.8,
        rule=f"en.document_{rule}",
        kind=phrase.row["kind"],
        name=name,
    )


@cache
def _rows() -> Mapping[str, tuple[Row, ...]]:
    return by_word(wordlist("documents")["kind"])


def _words(key: str) -> tuple[str, ...]:
    return tuple(wordlist("documents")["words"][key])


@cache
def _table() -> NounTable:
    return NounTable(
        "lang/en/documents.toml",
        _rows(),
        lambda token: (token.lemma,),
        _extent,
        {
            "about": lambda p: (
                _next(p) in _words("about")
                and p.last > p.at + 2
                and _low(p, -1) != "in"
                and not _is_purpose(p)
            ),
            "about_on": lambda p: (
                _next(p) in ("on", "regarding") and p.last > p.at + 2 and not _is_day(p)
            ),
            "about_for": lambda p: _next(p) == "for" and p.last > p.at + 2,
            "acting": lambda p: (
                _next(p).endswith("ing")
                and _next(p) not in _words("not_acting")
                and p.last > p.at + 2
            ),
            "capital_about": lambda p: p.head.text[0].isupper() and _next(p) in _words("about"),
            "capital": lambda p: p.head.text[0].isupper() and not p.before,
            "title": _has_title,
            "named": lambda p: (
                bool(p.before)
                and p.before[-1].text[0].isupper()
                and p.head.text[0].isupper()
                and not _only_contains(p)
                and not _is_headline(p)
            ),
            "kindly": lambda p: any(t.text.lower() in _words("adjectives") for t in p.before),
            "joint": lambda p: any(t.text.lower() == "joint" for t in p.before),
            "bare": lambda p: _low(p, -1) in ("a", "the"),
        },
    )


def _is_purpose(phrase: Phrase) -> bool:
    """`protocols to safeguard the valley`, `a treaty to stop fires`: what for, no subject."""
    many = phrase.head.text.lower() not in phrase.row["lemmas"]
    verb = phrase.words[phrase.at + 2] if phrase.at + 2 < len(phrase.words) else None
    wanted = _next(phrase) == "to" and verb is not None and verb.pos in ("VERB", "NOUN")
    behind = phrase.words[phrase.at + 3].text if phrase.at + 3 < len(phrase.words) else ""
    acts = many or (verb is not None and verb.pos == "VERB") or is_determiner(behind.lower())
    return wanted and verb is not None and verb.text.islower() and acts


def _is_headline(phrase: Phrase) -> bool:
    """`FARMER WHO HELPED WRITE STRICT WATER LAW`, `Fear of Loss Drives Extreme Act`."""
    long = len(phrase.before) > _LONGEST_NAME
    return long and (
        all(t.text.isupper() for t in phrase.before) or any(t.pos == "VERB" for t in phrase.before)
    )


_LONGEST_NAME = 3  # words of a name in capitals


def _next(phrase: Phrase) -> str:
    at = phrase.at + 1
    return phrase.words[at].text.lower() if at < len(phrase.words) else ""


def _is_day(phrase: Phrase) -> bool:
    """`a decree on Monday`: when, no subject."""
    word = phrase.words[phrase.at + 2].text if phrase.at + 2 < len(phrase.words) else ""
    return word[:1].isdigit() or word.removesuffix(".") in entries("speech", "months_and_days")


def _low(phrase: Phrase, step: int) -> str:
    at = phrase.first + step
    return phrase.words[at].text.lower() if 0 <= at < len(phrase.words) else ""


def _only_contains(phrase: Phrase) -> bool:
    """`Harvard Law professor`, `World Wide Web Plans to Start`: a post, a verb."""
    if phrase.word in ("plan", "act") and phrase.head.text.endswith("s"):
        return True
    return gazetteer.is_head(_next(phrase)) or _next(phrase) in _words("compounds")


def _has_title(phrase: Phrase) -> bool:
    """`law On Veterinary Medicine`, `decree “On …”`."""
    at = phrase.at + 1
    if at + 1 >= len(phrase.words):
        return False
    following = phrase.words[at].text
    if following in _MARKS:
        return phrase.words[at + 1].text[0].isupper()
    return following == "On" and phrase.words[at + 1].text[0].isupper()


def _extent(a: Analysis, words: Sequence[Token], at: int, _row: Row) -> tuple[int, int] | None:
    mention = a.mention_at(words[at].start)
    if mention and mention.end > words[at].end:
        return None
    capital = words[at].text[0].isupper()
    first = _whole_name(words, at) if capital else _adjectives(words, at)
    following = words[at + 1].text if at + 1 < len(words) else ""
    if following in _MARKS and words[at + 1].start > words[at].end:
        return first, _closing(words, at + 1)
    if capital and first < at and following.lower() not in _words("about"):
        return first, at + 1
    return first, complement_end(words, at)


def _whole_name(words: Sequence[Token], at: int) -> int:
    """The first capital of `Access to Information Act`."""
    first = capitals_before(words, at)
    if first < at and first > 1 and words[first - 1].text in ("to", "for"):
        outer = capitals_before(words, first - 1)
        return outer if outer < first - 1 else first
    return first


def _adjectives(words: Sequence[Token], at: int) -> int:
    first = adjectives_before(words, at)
    while first < at and words[first].text.lower() not in _words("adjectives"):
        first += 1
    return first


def _closing(words: Sequence[Token], opened: int) -> int:
    for i in range(opened + 1, min(len(words), opened + 20)):
        if words[i].text in _CLOSING:
            return i + 1
    return opened
