"""Events in a Kazakh text: `жұмыс сапары`, `«Үлкен дулыға» турнирі`, `жол апаты`, `меморандумға қол
қойылды`.

Comes in: an `Analysis`. Goes out: `Event`s, named by their noun or by a verb of signing or opening.
`lang/kk/events.toml` lists the words and what must stand with them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.event_table import NounTable, Phrase, Row, by_word
from baqylau.facts.kk.documents.extractor import documents
from baqylau.facts.kk.words.nominal import (
    CLOSING,
    attributes_start,
    case_of,
    is_form_of,
    is_plural,
    is_possessed,
    named,
    readings,
    stands_as_adjective,
)
from baqylau.lang.kk.positions import unpossessed_forms
from baqylau.lang.kk.positions import words as positions
from baqylau.lang.kk.speakers import listed as speaker_words
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Document, Event
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Sentence, Token

_MOST_ATTRIBUTES = 2


def extract(analysis: Analysis) -> Iterable[Event]:
    papers = SpanIndex(documents(analysis))
    for sentence in analysis.sentences:
        yield from _signings(analysis, sentence, papers)
        yield from _openings(analysis, sentence)
        for phrase, rule in _table().phrases(analysis, analysis.words(sentence)):
            if not papers.at(phrase.head.start):
                kind = "sport" if _is_match(analysis, phrase) else phrase.row["kind"]
                span = Span(phrase.start, phrase.end)
                rule_name, sure = f"kk.event_{kind}", _confidence(phrase, rule)
                yield _event(analysis, span, kind, rule_name, sure)


def _is_match(a: Analysis, phrase: Phrase) -> bool:
    """`«Дала» – «Арман» кездесуі стадионда өтті`: a meeting of teams, by the words of its
    sentence, or of the paragraph for a bare noun.
    """
    if phrase.word not in _words("matches") or phrase.row["kind"] != "meeting":
        return False
    if not phrase.before:
        paragraph = a.sentence_at(phrase.head.start).paragraph
        return not _match_paragraphs(a).isdisjoint((paragraph - 1, paragraph))
    near = phrase.words[max(0, phrase.first - _NEAR_MATCH) : phrase.last + _NEAR_MATCH]
    return any(_is_of_match(t) for t in near)


_NEAR_MATCH = 30  # words around a meeting


@memoized
def _match_paragraphs(analysis: Analysis) -> frozenset[int]:
    """The indexes of the paragraphs that speak of a match."""
    return frozenset(
        s.paragraph for s in analysis.sentences if any(map(_is_of_match, analysis.words(s)))
    )


def _is_of_match(token: Token) -> bool:
    return token.text.lower().startswith(tuple(wordlist("events")["words"]["match_words"]))


def _confidence(phrase: Phrase, rule: str) -> float:
    more = 0.1 * (len(phrase.before) > 0) + 0.1 * (rule == "title")
    sure: float = phrase.row["confidence"] + more
    return round(min(0.9, sure), 2)


def _event(a: Analysis, span: Span, kind: str, rule: str, confidence: float) -> Event:
    return Event(
        **a.place(span.start, span.end),
        confidence=confidence,
        rule=rule,
        # a test compares the table's kinds with those of the contract
        kind=kind,  # type: ignore[arg-type]
        name=_name(a, span),
    )


def _name(a: Analysis, span: Span) -> str:
    """In the nominative; `су тасқыны` is one already, though it looks like an accusative. `Райдер
    кубогы` keeps its capital letter inside a sentence.
    """
    name, last = named(a, span.start, span.end), span.of(a.text).split()[-1].lower()
    if " " in name and span.start != a.sentence_at(span.start).start:
        name = a.text[span.start] + name[1:]
    before, space, bare = name.rpartition(" ")
    owned = (*unpossessed_forms(last), *unpossessed_forms(bare.lower()))
    noun = next((x for x in owned if x in _rows()), None)
    if noun and all(map(_is_adjective, before.split())):
        return f"{before}{space}{noun}"  # `пленарлық отырысы`: whose, is not said
    if not any(x in _rows() for x in unpossessed_forms(last)):
        return name
    return f"{before}{space}{last}" if space else name


def _is_adjective(word: str) -> bool:
    """`пленарлық`, but `көлік` and `жол-көлік` only end so."""
    return len(word) > _SHORTEST and "-" not in word and stands_as_adjective(word.lower())


_SHORTEST = 5  # letters


def _signings(a: Analysis, sentence: Sentence, papers: SpanIndex[Document]) -> Iterator[Event]:
    """`меморандумға өткен жұмада қол қойылды`"""
    for found in _signed().finditer(a.text, sentence.start, sentence.end):
        paper = next(iter(papers.touching(sentence.start, found.start())), None)
        noun = _paper_before(a, sentence, found.start()) if paper is None else None
        if paper or noun:
            event = _event(a, Span(*found.span()), "signing", "kk.signed", 0.7)
            words = paper.text if paper else noun.text if noun else ""
            yield replace(event, name=f"{words} {found[0]}")


def _paper_before(a: Analysis, sentence: Sentence, offset: int) -> Token | None:
    return next(
        (t for t in a.tokens_in(sentence.start, offset) if is_form_of(t, _words("papers"))),
        None,
    )


def _openings(a: Analysis, sentence: Sentence) -> Iterator[Event]:
    """`жаңа мектеп ашылды`: the verb with what was opened right before it."""
    for found in _opened().finditer(a.text, sentence.start, sentence.end):
        words = [t for t in a.words(sentence) if t.end <= found.start()]
        if not words or not is_form_of(words[-1], _words("places")):
            continue
        if len(words) > 1 and words[-2].text[0].isdigit():
            continue
        if any(t.text.lower() in _words("measures") for t in words[-_MEASURED:]):
            continue  # `3 мың шаршы метр тұрғын үй пайдалануға берілді`
        if len(words) > 1 and case_of(words[-2].text) == "dative" and found[0] in _words("opens"):
            continue  # `келісімге жол ашты`
        start = attributes_start(a, words, len(words) - 1, _MOST_ATTRIBUTES)
        span = Span(words[start].start, found.end())
        yield replace(_event(a, span, "opening", "kk.opened", 0.6), name=span.of(a.text))


_MEASURED = 4  # words before the verb: a measure and a noun of two words


@cache
def _signed() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_words('signed'), reverse=True))})(?!\w)")


@cache
def _opened() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_words('opened'), reverse=True))})(?!\w)")


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(wordlist("events")["words"][key])


@cache
def _table() -> NounTable:
    return NounTable(
        "lang/kk/events.toml",
        _rows(),
        readings,
        _extent,
        {
            "attributed": lambda p: bool(p.before) and not is_plural(p.head),
            "title": _has_title,
            "adjective": _has_adjective,
            "small": _is_one,
            "owner": lambda p: any(p.analysis.mention_at(t.start) for t in p.before),
            "not_plural": lambda p: not is_plural(p.head),
            "meeting": _is_meeting,
            "accident": _is_accident,
        },
    )


@cache
def _rows() -> Mapping[str, tuple[Row, ...]]:
    """By the last word of a noun of several words."""
    rows: dict[str, tuple[Row, ...]] = {}
    for word, found in by_word(wordlist("events")["kind"]).items():
        key = word.split()[-1].lower()
        rows[key] = (*rows.get(key, ()), *found)
    return rows


def _extent(a: Analysis, words: Sequence[Token], at: int, row: Row) -> tuple[int, int] | None:
    mention = a.mention_at(words[at].start)
    name = mention is not None and not mention.text[0].islower()
    if mention and name and (mention.type == "person" or mention.end > words[at].end):
        return None
    if mention and name and mention.start < words[at].start:
        return None  # inside the name of an institution
    compound = [w for w in row["lemmas"] if " " in w and w.split()[-1] in readings(words[at])]
    first = at
    if compound:
        if not (at and any(words[at - 1].text.lower() == w.split()[0] for w in compound)):
            return None
        first = at - 1
    start = attributes_start(a, words, first, _MOST_ATTRIBUTES)
    start = _named_cup(a, words, at, first) if start == first else _joined(a, words, start, at)
    if row["kind"] == "meeting":  # `мәслихаттың | кезекті сессиясы`: whose it is, is no part of it
        start = next((i for i in range(first, start, -1) if _is_owner(a, words[i - 1])), start)
    start += start < at and words[start].text.lower() in _words("never_first")
    owned = case_of(words[start].text) == "genitive"
    before = words[start - 1] if start and not owned else None
    if before and (before.text[0].isdigit() or before.text.lower() in _words("numbers")):
        return None
    if _is_counted(words[start:first]):
        return None
    return None if _is_general(words, start, at) else (start, at + 1)


def _joined(a: Analysis, words: Sequence[Token], start: int, at: int) -> int:
    """Where the words of the event itself begin: behind `… арасындағы`, and of a noun that nothing
    owns (`полиция төбелес кезінде`, `ер адам апат орнында`) without nouns that are no adjectives.
    """
    low = words[at].text.lower()
    owned = is_possessed(low) or words[at - 1].text in CLOSING
    for i in range(at - 1, start - 1, -1):
        before = words[i].text.lower()
        if before in _words("between") or before in positions("stops") or before in _words("times"):
            return i + 1
        noun = a.mention_at(words[i].start) is not None or is_form_of(words[i], _agents())
        if not owned and noun and case_of(before) is None and not words[i].text.isupper():
            return i + 1
    return start


@cache
def _agents() -> frozenset[str]:
    return speaker_words("institutions") | speaker_words("many") | _words("doers")


def _named_cup(a: Analysis, words: Sequence[Token], at: int, first: int) -> int:
    """`Райдер кубогының`: words with capital letters inside a sentence, before a possessed noun."""
    start = first
    if not is_possessed(words[at].text.lower()):
        return start
    while start > 1 and words[start - 1].text[:1].isupper() and words[start - 1].text.isalpha():
        own = a.mention_at(words[start - 1].start)
        if case_of(words[start - 1].text) or (
            own and (start < first or own.text != words[start - 1].text)
        ):
            break
        start -= 1
    return start if first - start <= _MOST_ATTRIBUTES else first


def _is_general(words: Sequence[Token], start: int, at: int) -> bool:
    """Events in general, or one that has not happened: `өрт саны`, `апатқа ұшырап жатқандар`,
    `жарылыс болған жоқ`, `фестиваль қонақтары`; a verb such as `дау айтысты`; an adjective.
    """
    low = words[at].text.lower()
    behind = [t.text.lower() for t in words[at + 1 : at + 4]]
    following = behind[0] if behind else ""
    ends = not following or not following[0].isalnum()
    if low in positions("adjectives") or (ends and low.endswith(_PAST) and low in _verbs()):
        return True
    if following in _words("counting") or following.startswith(tuple(_words("general_behind"))):
        return True
    if _not_so().search(" ".join(behind)):
        return True
    if start == at and low != words[at].text and at and is_form_of(words[at], _words("houses")):
        return True  # `Конгресс` inside a sentence is an institution
    alone = start == at and not words[at].text[0].isupper()
    return alone and following in _words("parts")


_PAST = ("ты", "ті", "ды", "ді")


@cache
def _verbs() -> frozenset[str]:
    """`жарысты`, `айтысты`: the past of verbs that sound like the nouns."""
    return frozenset(f"{x}{end}" for x in _words("verbs") for end in _PAST)


@cache
def _not_so() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(sorted(_words('not_so'), reverse=True))})")


def _is_owner(a: Analysis, token: Token) -> bool:
    """A named institution in the genitive; `екі елдің кездесуі` says who met."""
    return case_of(token.text) == "genitive" and a.mention_at(token.start) is not None


def _is_counted(before: Sequence[Token]) -> bool:
    """`12 ірі өрт`; in `екі елдің кездесуі` the number counts what owns the event."""
    own = list(before)
    for i, token in enumerate(before):
        if case_of(token.text) == "genitive":
            own = list(before[i + 1 :])
    return any(t.text[0].isdigit() or t.text.lower() in _words("numbers") for t in own)


def _has_adjective(phrase: Phrase) -> bool:
    return any(t.text.lower() in phrase.row["adjectives"] for t in phrase.before)


def _is_one(phrase: Phrase) -> bool:
    """One event and no kind of events (`фестивальдер`), and no part of an institution's name."""
    named_institution = phrase.analysis.mention_at(phrase.head.start) is not None
    plural = is_plural(phrase.head) and not _has_title(phrase)
    return not plural and not (named_institution and phrase.before)


def _has_title(phrase: Phrase) -> bool:
    return any(t.text in CLOSING for t in phrase.before)


def _is_meeting(phrase: Phrase) -> bool:
    """`Жиын барысында`, `Үкімет отырысында`; `мәслихат` is a council without `баспасөз`."""
    if is_plural(phrase.head) and phrase.word != "келіссөз":
        return False
    before = {t.text.lower() for t in phrase.before}
    press = not before.isdisjoint(_words("institution_adjectives"))
    return press or phrase.word not in _words("institutions")


def _is_accident(phrase: Phrase) -> bool:
    """`жол апаты`, `өрт`; `оқиға` and `тасқын` only with the word that says what happened."""
    if is_plural(phrase.head):
        return False
    return phrase.word not in phrase.row["needs_adjective"] or _has_adjective(phrase)
