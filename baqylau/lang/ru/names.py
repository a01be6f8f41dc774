"""Persons, organizations and places of a Russian text, each with its characters and a canonical
name.

Comes in: the analysed words and slovnet's BIO tags. Goes out: mentions without overlaps. The tagger
proposes names; the lists of `organizations.toml` and `places.toml` add names that it does not know;
`people.py` gives every person one name per document.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from typing import Any

from baqylau.lang.ru import (
    brackets,
    companies,
    company_names,
    employers,
    latin,
    people,
    person_spans,
    places,
)
from baqylau.lang.ru.candidates import Candidate, Kind
from baqylau.lang.ru.descriptors import descriptor
from baqylau.lang.ru.full_names import ends_as_surname, is_given, spelled_out, unseen
from baqylau.lang.ru.institutions import in_honour
from baqylau.lang.ru.lemmas import morph, readings
from baqylau.lang.ru.positions import group, is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Mention
from baqylau.model.words import Sentence, Token

_KINDS: dict[str, Kind] = {"PER": "person", "ORG": "organization", "LOC": "place"}


def mentions(
    text: str, sentences: Sequence[Sentence], tokens: Sequence[Token], tags: Sequence[str]
) -> list[Mention]:
    """All mentions in reading order."""
    proposed = _proposed(tokens, sentences, tags)
    tagged = _without_overlaps([*spelled_out(tokens, sentences, proposed), *proposed])
    listed = [
        c for c in companies.find(text, tokens, sentences, tagged) if not places.is_whole(c, tokens)
    ]
    spelled, runs = brackets.spellings([*listed, *tagged], tokens), [*latin.names(tokens)]
    found = _without_overlaps(
        [*spelled, *listed, *latin.wider(runs, tagged), *tagged, *places.find(tokens), *runs]
    )
    found = people.retyped(_whole(companies.without_things(found, tokens), tokens), tokens)
    found = companies.retyped(found, tokens)
    names = (
        people.names(found, tokens)
        | company_names.names(found, tokens)
        | places.names(found, tokens)
    )
    names |= {c: names[spelled[c]] for c in found if spelled.get(c) in names}
    return [
        _mention(text, sentences, tokens, c, names[c]) for c in sorted(found, key=lambda c: c.first)
    ]


def _proposed(
    tokens: Sequence[Token], sentences: Sequence[Sentence], tags: Sequence[str]
) -> list[Candidate]:
    """The names that the tagger found, corrected, and the people that it missed."""
    tagged = (c for whole in _tagged(tags, sentences) for c in _items(whole, tokens))
    items = [part for c in tagged for part in _home_and_name(c, tokens)]
    named = [
        c
        for c in (_trimmed(c, tokens) for c in items)
        if c and not (companies.is_no_name(c, tokens) or places.is_whole(c, tokens))
    ]
    joined = employers.parted(person_spans.joined(named, tokens), tokens)
    bare = [*person_spans.bare(places.retyped(joined, tokens), tokens)]
    kinds = [companies.in_marks(c, tokens) for c in places.retyped(bare, tokens)]
    small = {t.lemma for t in tokens if t.text[0].islower()}
    alone = [
        c
        for c in (_without_office(c, tokens) for c in kinds)
        if c and not _is_common(c, tokens, sentences, small)
    ]
    full = [person_spans.with_patronymic(c, tokens) for c in alone]
    return [*full, *unseen(tokens, full)]


def _whole(found: Sequence[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """The candidates, with organizations extended by the country behind them and the person after
    whom they are named; longer names first.
    """
    by_first = {c.first: c for c in found if c.kind == "place"}
    persons = {i for c in found if c.kind == "person" for i in range(c.first, c.last)}
    longer = [
        in_honour(companies.with_country(c, by_first, tokens), tokens, persons) for c in found
    ]
    return _without_overlaps(sorted(longer, key=lambda c: c.first - c.last))


def _tagged(tags: Sequence[str], sentences: Sequence[Sentence]) -> Iterator[Candidate]:
    """slovnet's BIO tags as token ranges; a range ends with its sentence."""
    for sentence in sentences:
        at = sentence.first
        while at < sentence.last:
            prefix, _, label = tags[at].partition("-")
            if prefix == "O":
                at += 1
                continue
            end = at + 1
            while end < sentence.last and tags[end] == f"I-{label}":
                end += 1
            yield Candidate(_KINDS[label], at, end)
            at = end


def _items(candidate: Candidate, tokens: Sequence[Token]) -> Iterator[Candidate]:
    """`Монако • Намибия`: splits a candidate at the marks of a list, over which the
    tagger reads, and an organization at a second office (`службы | и замдиректора | бюро`).
    """
    first = candidate.first
    for i in range(candidate.first, candidate.last + 1):
        office = _second_office(candidate, tokens, i)
        if i == candidate.last or tokens[i].text in _BULLETS or office:
            if first < i:
                yield replace(candidate, first=first, last=i)
            first = (office or i) + 1


def _home_and_name(candidate: Candidate, tokens: Sequence[Token]) -> Iterator[Candidate]:
    """`житель села Бирлик | Сагындык Утепов`: the first word is the name of the village."""
    first, last = candidate.first, candidate.last
    village = first > 0 and tokens[first - 1].lemma in wordlist("places")["before"]
    long = last - first > len(("name", "surname"))
    if candidate.kind == "person" and village and long and not is_given(tokens[first]):
        yield Candidate("place", first, first + 1)
        first += 1
    yield replace(candidate, first=first)


def _second_office(candidate: Candidate, tokens: Sequence[Token], at: int) -> int | None:
    """The index of an office right behind the `и` at `at`, or behind one adjective."""
    if candidate.kind != "organization" or at >= candidate.last or tokens[at].lemma != "и":
        return None
    for i in range(at + 1, min(at + 3, candidate.last)):
        if tokens[i].text[0].islower() and _is_office(tokens[i]):
            return i
        if tokens[i].pos != "ADJ":
            return None
    return None


_BULLETS = frozenset("•·|*")


def _without_overlaps(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Earlier candidates are surer: a later one that shares a token with them is dropped."""
    taken: set[int] = set()
    kept = []
    for candidate in candidates:
        span = range(candidate.first, candidate.last)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(candidate)
    return kept


_MARKS = frozenset("«»\"“”„'.,;:()–—-!?…")


def _trimmed(candidate: Candidate, tokens: Sequence[Token]) -> Candidate | None:
    """The candidate without the marks around it, cut at a bracket; None where it has no capital
    letter.
    """
    first = candidate.first
    last = next(
        (i for i in range(first + 1, candidate.last) if tokens[i].text in "()"), candidate.last
    )
    while first < last and tokens[first].text in _MARKS:
        first += 1
    while (
        first < last
        and tokens[last - 1].text in _MARKS
        and not _closes_initial(tokens, first, last)
    ):
        last -= 1
    opened = next((i for i in range(first, last) if tokens[i].text in "«“„"), None)
    if opened is not None and not any(t.text in "»”" for t in tokens[opened:last]):
        first = min(opened + 1, last - 1)  # `ТРЦ «Мега`
    while candidate.kind == "person" and first + 1 < last and _is_before_name(tokens, first):
        first += 1
    words = [t.text for t in tokens[first:last]]
    if not any(w[0].isupper() for w in words):
        return None
    return Candidate(candidate.kind, first, last, candidate.name)


def _is_before_name(tokens: Sequence[Token], at: int) -> bool:
    """`Вдобавок С. Антуфьев`, `Шестидесятилетняя Анна Ким`: a word that begins the sentence."""
    if tokens[at].text.lower().endswith(tuple(wordlist("positions")["endings_of_age"])):
        return True
    return tokens[at].pos in _UNNAMED and len(tokens[at].text) > 1 and len(tokens[at + 1].text) == 1


_UNNAMED = ("ADV", "ADP", "CCONJ", "SCONJ", "PART")


def _without_office(candidate: Candidate, tokens: Sequence[Token]) -> Candidate | None:
    """`Экс-аким`, `Вице-министром экологии`: the candidate without a position before the name,
    since a position is no name.
    """
    first, word = candidate.first, tokens[candidate.first]
    if (
        candidate.kind == "person"
        and candidate.last - first == 1
        and (is_position(word.text.lower()) or group(word.lemma) == "leader")
    ):
        return None  # `Аким признал`, `Президента избрали`; a `Рыбака` may be a name
    while candidate.kind != "person" and first < candidate.last and _is_office(tokens[first]):
        first += 1
    if first == candidate.first:
        return candidate
    return (
        _trimmed(Candidate(candidate.kind, first, candidate.last), tokens)
        if first < candidate.last
        else None
    )


def _is_office(token: Token) -> bool:
    """`Аким области`: a position, whatever the tagger makes of its capital letter."""
    if token.pos == "NOUN":
        return is_position(token.lemma)
    return token.text.istitle() and group(token.text.lower()) == "leader"


def _is_common(
    candidate: Candidate,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    small: AbstractSet[str],
) -> bool:
    """`Границу с Россией открыли`: whether a single word at the beginning of a sentence is in the
    dictionary, and never as a name.
    """
    token = tokens[candidate.first]
    if (
        candidate.last - candidate.first != 1
        or token.text.isupper()
        or not morph().word_is_known(token.text.lower())
    ):
        return False
    if not companies.is_marked(candidate, tokens) and not any(
        _may_name(r) for r in readings(token.text.lower())
    ):
        return True
    if candidate.kind == "organization":
        return False
    likeliest = readings(token.text.lower())[:1]
    if candidate.kind == "person" and _is_attribute(candidate.first, tokens):
        return True
    thing = not ends_as_surname(token) and all(
        "inan" in r.tag for r in readings(token.text.lower())
    )  # `Взятки не было`; `Токаев` is a plural of a thing too
    if (
        candidate.kind == "person"
        and not thing
        and not any(r.tag.case == "nomn" and _is_no_person(r, small) for r in likeliest)
    ):
        return False  # `Дизель` is a thing; `Токаев` might be a plural of something
    at = bisect_right(sentences, candidate.first, key=lambda s: s.first) - 1
    before = tokens[sentences[at].first : candidate.first]  # nothing, or the dash of a speech
    begins = all(t.pos == "PUNCT" for t in before)
    return begins and not any(
        mark in r.tag
        for r in readings(token.text.lower())
        for mark in ("Geox", "Name", "Surn", "Patr", "Orgn", "Init")
    )


def _is_attribute(at: int, tokens: Sequence[Token]) -> bool:
    """`Хвалёный японский мотор`: an adjective of the noun behind it, and nobody's surname."""
    words = [t for t in tokens[at : at + _ATTRIBUTE] if t.text not in _MARKS]
    noun = next((t for t in words[1:] if t.pos == "NOUN"), None)
    found = readings(words[0].text.lower())
    return (
        noun is not None
        and all(t.pos == "ADJ" for t in words[1 : words.index(noun)])
        and noun.text[0].islower()
        and all(r.tag.POS in ("ADJF", "PRTF") and "Surn" not in r.tag for r in found)
        and any(noun.feats.get("Case") == _CASES.get(str(r.tag.case)) for r in found)
        and not is_position(noun.lemma)
    )


_ATTRIBUTE = 5  # tokens: an adjective or two, a mark and the noun
_CASES = {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc"}


def _may_name(reading: Any) -> bool:
    """Whether the reading may be a name: a noun, or an adjective, from which surnames are made;
    `Дополз` and `Её` are never names.
    """
    return reading.tag.POS in ("NOUN", "ADJF", None) and "Apro" not in reading.tag


def _is_no_person(reading: Any, small: AbstractSet[str]) -> bool:
    """Whether the reading is no person's name: a thing, a word for people (`Консулы`, `Серб`) that
    is certainly in the dictionary, or a word that the text also has in small letters (`small`, the
    lemmas of those): then `Диктатор` at the beginning of a sentence is no name.
    """
    known = reading.tag.POS == "NOUN" and (
        is_position(reading.normal_form)
        or reading.normal_form in wordlist("positions")["no_position"]
        or reading.normal_form.endswith(_no_name_endings())
    )
    return "inan" in reading.tag or known or reading.normal_form in small


@cache
def _no_name_endings() -> tuple[str, ...]:
    """`Бельгиец`, `Каскадёр` at the beginning of a sentence: a people or a trade, and no name."""
    data = wordlist("positions")
    return (*data["endings_of_nations"], *data["endings_of_trades"])


def _closes_initial(tokens: Sequence[Token], first: int, last: int) -> bool:
    return last - first >= 2 and tokens[last - 1].text == "." and len(tokens[last - 2].text) == 1


def _mention(
    text: str,
    sentences: Sequence[Sentence],
    tokens: Sequence[Token],
    candidate: Candidate,
    name: str,
) -> Mention:
    start, end = tokens[candidate.first].start, tokens[candidate.last - 1].end
    at = bisect_right(sentences, candidate.first, key=lambda s: s.first) - 1
    kind = (
        descriptor(text, tokens, sentences[at].first, candidate)
        if candidate.kind == "organization"
        else None
    )
    return Mention(candidate.kind, start, end, text[start:end], name, kind)
