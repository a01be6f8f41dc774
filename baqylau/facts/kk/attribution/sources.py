"""The words that name a source of news in a Kazakh text: a newsroom by its name, an office by its
noun phrase (`министрліктің баспасөз қызметі`).

Comes in: an `Analysis` and a stretch of text. Goes out: `NewsSource`s in reading order, with a
person among them as a source that stops the search.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.attribution import Layer, LayerCues, is_own, layer_cues, layer_of
from baqylau.facts.kk.words.nominal import (
    CLOSING,
    OPENING,
    attributes_start,
    case_of,
    is_form_of,
    named,
    readings,
)
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Mention, Slot
from baqylau.model.words import Token
from baqylau.text.outlet_names import ends_as_a_site

_LONGEST_OFFICE = 8  # words before the noun of an office
_LONGEST_NAME = 8  # words in marks


@dataclass(frozen=True, slots=True)
class NewsSource:
    """`slot.name` is the canonical name; `case` that of its last word; `end` the offset behind the
    words that go with it (`BAQ.KZ тілшісі`).
    """

    slot: Slot
    layer: Layer
    case: str | None
    end: int
    with_noun: bool = False
    """Whether a noun such as `порталы` says that it is a newsroom."""


@cache
def cues() -> LayerCues:
    return layer_cues(wordlist("attribution"))


@cache
def listed(key: str) -> tuple[str, ...]:
    """A list of `attribution.toml`, longest first."""
    return tuple(sorted(wordlist("attribution")[key], key=len, reverse=True))


def sources(a: Analysis, start: int, end: int) -> Iterator[NewsSource | None]:
    """Every source in `text[start:end]`; None stands for a person, who speaks for himself."""
    tokens = a.tokens_in(start, end)
    at = 0
    while at < len(tokens):
        mention = a.mention_at(tokens[at].start)
        if mention and mention.type == "person" and mention.start >= start:
            yield None
            at = _behind(tokens, at, mention.end)
            continue
        found = _office_of_name(a, tokens, at) or _in_marks(a, tokens, at)
        found = found or _read_name_or_office(a, tokens, at)
        if found:
            yield found
            at = _behind(tokens, at, found.end)
        else:
            at += 1


def _read_name_or_office(a: Analysis, tokens: Sequence[Token], at: int) -> NewsSource | None:
    """`Qazinform агенттігі` is a newsroom, `агенттік` alone an office."""
    newsroom = _newsroom(a, tokens, at)
    name = (newsroom.slot.name or "").lower() if newsroom else ""
    if newsroom and (
        newsroom.with_noun or newsroom.layer == "self" or cues().newsrooms.match(name)
    ):
        return newsroom
    return _office(a, tokens, at) or newsroom


def _behind(tokens: Sequence[Token], at: int, offset: int) -> int:
    return next((i for i in range(at + 1, len(tokens)) if tokens[i].start >= offset), len(tokens))


def _office_of_name(a: Analysis, tokens: Sequence[Token], at: int) -> NewsSource | None:
    """`«Дала жолы» компаниясының баспасөз қызметі`: the office with the name that it belongs to."""
    close = _closing(tokens, at) if tokens[at].text in OPENING else None
    if close is None or close + 1 >= len(tokens):
        return None
    head = _last_office(a, tokens, close + 1)
    if head is None or attributes_start(a, tokens, head, _LONGEST_OFFICE) > at:
        return None
    behind = tokens[close + 1 : head + 1]
    firm = len(behind) > 1 and behind[0].text.isupper()  # `«Дала» АҚ баспасөз қызметі`
    owned = firm or any(case_of(t.text) == "genitive" for t in behind[:-1])
    if not owned or any(is_form_of(t, listed("between")) for t in behind):
        return None  # `«Дала» газетінің`: a newsroom
    start, end = tokens[at].start, tokens[head].end
    slot = a.slot(start, end, named(a, start, end))
    return NewsSource(slot, "official", case_of(tokens[head].text), end)


def _closing(tokens: Sequence[Token], opening: int) -> int | None:
    """The index of the mark that closes a name."""
    reach = range(opening + 1, min(opening + _LONGEST_NAME, len(tokens)))
    return next((i for i in reach if tokens[i].text in CLOSING), None)


def _in_marks(a: Analysis, tokens: Sequence[Token], at: int) -> NewsSource | None:
    """`«Ана тілі» газеті`, `"Дала ақпарат"`: a name in marks, with the nouns behind it."""
    if tokens[at].text not in OPENING or at + 2 >= len(tokens):
        return None
    close = _closing(tokens, at)
    if close is None or close == at + 1:
        return None
    inside = tokens[at + 1 : close]
    behind = _nouns_behind(tokens, close + 1)
    name = a.text[inside[0].start : inside[-1].end]
    mention = a.mention_at(inside[0].start)
    slot = a.slot(inside[0].start, inside[-1].end, mention.name if mention else name)
    lemmas = [r for t in tokens[close + 1 : behind] for r in readings(t)]
    layer = layer_of(a, slot.name or name, lemmas, cues(), in_marks=True)
    last = tokens[behind - 1]
    case = case_of(last.text) if behind > close + 1 else _suffix_case(tokens, close + 1)
    return NewsSource(slot, layer, case, last.end, behind > close + 1)


def _suffix_case(tokens: Sequence[Token], at: int) -> str | None:
    """`«Reuters»-ке`: the case stands behind the mark."""
    text = tokens[at].text if at < len(tokens) else ""
    return "dative" if text.lstrip("-–") in _DATIVE else None


_DATIVE = ("ға", "ге", "қа", "ке", "на", "не")


def _nouns_behind(tokens: Sequence[Token], at: int) -> int:
    """The index behind `порталы`, `ақпарат агенттігі`, `телеарнасының тілшісі`."""
    while at < len(tokens):
        two = at + 1 < len(tokens) and is_form_of(tokens[at + 1], listed("between"))
        if is_form_of(tokens[at], listed("between")):
            at += 1
        elif (
            tokens[at].text.lower() in ("ақпарат", "ақпараттық", "меншікті", "халықаралық") and two
        ):
            at += 2
        else:
            break
    return at


def _office(a: Analysis, tokens: Sequence[Token], at: int) -> NewsSource | None:
    """`Арман қаласы әкімдігінің баспасөз қызметі`: the longest noun phrase from here on whose last
    word is a noun for an office.
    """
    head = _last_office(a, tokens, at)
    if head is None:
        return None
    first = max(at, attributes_start(a, tokens, head, _LONGEST_OFFICE))
    if first > at and _is_name(a, tokens[at]):
        return None  # the name before is a source of its own
    words = tokens[first : head + 1]
    start, end = words[0].start, words[-1].end
    mention = a.mention_at(words[-1].start)
    whole = mention is not None and mention.start <= start and mention.end >= end
    name = mention.name if mention and whole else named(a, start, end)
    if name in listed("proper"):
        name = name[:1].upper() + name[1:]
    resolved = meant(a, words[0], name) if len(words) == 1 and not whole else name
    slot = a.slot(max(start, mention.start) if mention and whole else start, end, resolved)
    if any(is_form_of(t, listed("between")) for t in words) and name.isascii():
        return None
    lemmas = [r for t in words for r in readings(t)]
    layer = layer_of(a, resolved, lemmas, cues(), in_marks=False)
    behind = tokens[head + 1 : _nouns_behind(tokens, head + 1)]
    if not a.source.outlet and any(t.text.lower() in listed("own") for t in behind):
        return NewsSource(slot, "self", None, behind[-1].end)  # `агенттіктің меншікті тілшісі`
    return NewsSource(slot, layer, case_of(words[-1].text), end)


def _is_name(a: Analysis, token: Token) -> bool:
    mention = a.mention_at(token.start)
    return mention is not None and mention.type == "organization" and mention.text.isascii()


def _last_office(a: Analysis, tokens: Sequence[Token], at: int) -> int | None:
    """The index of the last office noun that one noun phrase from `at` on reaches."""
    found = None
    for i in range(at, min(at + _LONGEST_OFFICE + 1, len(tokens))):
        token = tokens[i]
        if not token.text[0].isalpha() and token.text not in ",-–":
            break
        latin = found is None and _is_latin_name(a, token)
        office = is_form_of(token, cues().official) and not latin
        if office and attributes_start(a, tokens, i, _LONGEST_OFFICE) <= at:
            found = i
    return found


def _is_latin_name(a: Analysis, token: Token) -> bool:
    mention = a.mention_at(token.start)
    return mention is not None and mention.text.isascii()


def meant(a: Analysis, token: Token, name: str) -> str:
    """`ведомствоның`, `бюроның`: the institution named before with this noun, or the last office of
    the text where the noun is general.
    """
    noun = name.lower()
    before = [m for m in a.mentions if m.end <= token.start and m.type == "organization"]
    alike = [m.name for m in before if noun[:5] in m.name.lower()]
    if not alike and noun == "ведомство":
        alike = [m.name for m in before if not m.name.isascii() and _official_name(m.name)]
    return alike[-1] if alike else name


def _official_name(name: str) -> bool:
    return any(stem in name.lower() for stem in cues().official_stems)


def _newsroom(a: Analysis, tokens: Sequence[Token], at: int) -> NewsSource | None:
    """`BAQ.KZ тілшісі`, `ҚазАқпарат`, `Reuters-ке`, `ТЖМ`: a name by itself."""
    token = tokens[at]
    mention = a.mention_at(token.start)
    if token.text.partition("-")[0].lower() in cues().networks:
        return None
    known = cues().newsrooms.match(a.text[token.start : tokens[-1].end].lower())
    if mention and mention.type == "organization":
        start, end, name = _one_name(a, mention, token)
    elif known and token.text[0].isupper():
        start, end = token.start, token.start + known.end()
        name = a.text[start:end]
    else:
        return None
    last = _behind(tokens, at, end)
    behind = _nouns_behind(tokens, last)
    lemmas = [r for t in tokens[max(at, last - 1) : behind] for r in readings(t)]
    layer = layer_of(a, name, lemmas, cues(), in_marks=False)
    own = any(t.text.lower() in listed("own") for t in tokens[last:behind])
    if own and not a.source.outlet and layer == "cited":
        layer = "self"
    final = tokens[behind - 1] if behind > last else None
    case = case_of(final.text) if final else _hyphen_case(a, start, end, token)
    stop = final.end if final else max(end, token.end)
    return NewsSource(a.slot(start, end, name), layer, case, stop, behind > last)


def _one_name(a: Analysis, mention: Mention, token: Token) -> tuple[int, int, str]:
    """The name of one newsroom: `BAQ.KZ Reuters` are two."""
    start, text = token.start, a.text[token.start : mention.end]
    parts = text.split()
    for count in range(len(parts) - 1, 0, -1):
        first = " ".join(parts[:count])
        if text.startswith(first) and (is_own(a, first) or ends_as_a_site(first)):
            return start, start + len(first), first
    whole = start == mention.start
    return (start, mention.end, mention.name if whole else text)


def _hyphen_case(a: Analysis, start: int, end: int, token: Token) -> str | None:
    """`Reuters-ке`, `Ақордаға`: the case of a name that stands alone."""
    printed = a.text[start : max(end, token.end)]
    tail = a.text[max(end, token.end) :][:4]
    if printed.rpartition("-")[2] in _DATIVE or tail.lstrip("-–").split(" ")[0] in _DATIVE:
        return "dative"
    return case_of(printed.split()[-1])
