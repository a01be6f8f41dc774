"""Attributions of a Kazakh text, where it says that its news comes from: `деп хабарлайды BAQ.KZ
тілшісі`, `X мәліметінше`, `X Y-ге сілтеме жасап`.

Comes in: an `Analysis`. Goes out: `Attribution`s, one for each source.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.attribution import (
    attribution,
    dateline,
    first_of_each,
)
from baqylau.facts.kk.attribution.networks import networks
from baqylau.facts.kk.attribution.sources import NewsSource, cues, listed, sources
from baqylau.facts.kk.speakers.nouns import head_kind, is_plural, phrase_start
from baqylau.facts.kk.words.nominal import case_of, is_form_of, is_verbal
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.name_rules import is_given, is_opener
from baqylau.lang.kk.positions import bare_position
from baqylau.lang.kk.speakers import listed as speaker_words
from baqylau.model.fact import Attribution
from baqylau.model.span import Span
from baqylau.model.words import Sentence
from baqylau.text.outlet_names import ends_as_a_site, folded

_REACH = 140  # characters: the longest name of a ministry and its epithets
_STOP = re.compile(r"[.!?;](?:\s|$)|\n|,\s(?!\w{1,40}\s(?:және|мен)\s)")


def extract(analysis: Analysis) -> Iterable[Attribution]:
    own = next((x.source.name for x in _dateline(analysis)), None)
    for fact in first_of_each(_found(analysis)):
        cites_itself = (
            own and fact.layer == "cited" and folded(own) == folded(fact.source.name or "")
        )
        yield replace(fact, layer="self") if cites_itself else fact


def _dateline(a: Analysis) -> Iterator[Attribution]:
    """`АСТАНА. KAZINFORM –`; of an unknown outlet this is the outlet itself."""
    return (x for x in dateline(a, listed("agencies"), "kk.dateline"))


def _found(a: Analysis) -> Iterator[Attribution]:
    yield from _dateline(a)
    for sentence in a.sentences:
        for rule in (_links, networks, _reports, _pointed, _data, _papers, _told, _newsroom_wrote):
            yield from rule(a, sentence)


@cache
def _pattern(key: str, before: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){before}(?:{'|'.join(map(re.escape, listed(key)))})(?!\w)")


def _fact(
    a: Analysis, source: NewsSource, start: int, end: int, rule: str, confidence: float
) -> Attribution:
    span = Span(min(start, source.slot.start), max(end, source.end))
    return attribution(a, span, source.slot, source.layer, rule, confidence)


def _reports(a: Analysis, sentence: Sentence) -> Iterator[Attribution]:
    """`…, деп хабарлайды министрліктің баспасөз қызметі`: the source stands behind the verb."""
    for found in _pattern("relay", r"(?:деп|дей)\s{1,3}").finditer(
        a.text, sentence.start, sentence.end
    ):
        end = _stop(a.text, found.end(), sentence.end)
        source = next(iter(sources(a, found.end(), end)), None)
        if source and source.case in (None, "genitive"):
            yield _fact(a, source, found.start(), source.end, "kk.deep_khabarlaidy", 0.92)
        unknown = None if source else _only_name(a, found.end(), end)
        if unknown:
            yield _fact(a, unknown, found.start(), unknown.end, "kk.deep_khabarlaidy", 0.75)


def _only_name(a: Analysis, start: int, end: int) -> NewsSource | None:
    """`деп хабарлайды Даладерек.`: the only word behind the verb, a name that is no person's."""
    words = a.tokens_in(start, end)
    if len(words) != 1 or not words[0].text[0].isupper() or case_of(words[0].text):
        return None
    one = words[0]
    person = a.mention_at(one.start) is not None or is_given(one.text) or is_opener(one.text)
    known = bare_position(one.text.lower()) is not None
    if person or known:
        return None
    return NewsSource(a.slot(one.start, one.end, one.text), "cited", None, one.end)


def _pointed(a: Analysis, sentence: Sentence) -> Iterator[Attribution]:
    """`Бұл туралы облыстық полиция департаменті хабарлады.`"""
    low = a.text[sentence.start : sentence.start + _POINTER].lower()
    begin = next((p for p in listed("pointing") if low.startswith(p)), None)
    verb = _last(_pattern("points"), a.text, sentence)
    if begin is None or verb is None:
        return
    found = list(sources(a, sentence.start + len(begin), verb.start))
    source = found[-1] if found else None
    if source and source.case in (None, "ablative", "locative") and None not in found:
        yield _fact(a, source, sentence.start, verb.end, "kk.pointed", 0.85)


_POINTER = 30


def _last(pattern: re.Pattern[str], text: str, sentence: Sentence) -> Span | None:
    found = list(pattern.finditer(text, sentence.start, sentence.end))
    return Span(*found[-1].span()) if found else None


def _data(a: Analysis, sentence: Sentence) -> Iterator[Attribution]:
    """`Ұлттық банктің деректеріне сәйкес`, `баспасөз қызметі мәлім еткендей`"""
    for found in _pattern("data").finditer(a.text, sentence.start, sentence.end):
        source = (
            _latin_before(a, sentence, found.start())
            or _before(a, sentence, found.start())
            or _noun_before(a, sentence, found.start())
            or _people_before(a, sentence, found.start())
        )
        if source:
            yield _fact(a, source, source.slot.start, found.end(), "kk.according_to_data", 0.88)


def _latin_before(a: Analysis, sentence: Sentence, offset: int) -> NewsSource | None:
    """`Maxars мәліметінше`: a name in Latin letters right before the phrase, whatever it is."""
    before = [t for t in a.tokens_in(sentence.start, offset) if t.end <= offset][-1:]
    if not before or a.text[before[0].end : offset].strip() or a.mention_at(before[0].start):
        return None
    name = before[0].text
    if not (name.isascii() and name[0].isupper()) or name.lower() in cues().networks:
        return None
    slot = a.slot(before[0].start, before[0].end, name)
    return NewsSource(slot, "cited", None, before[0].end)


def _noun_before(a: Analysis, sentence: Sentence, offset: int) -> NewsSource | None:
    """`Порталдың мәліметінше`: the site or the paper that the text has named last, else the noun
    itself.
    """
    before = [t for t in a.tokens_in(sentence.start, offset) if t.end <= offset][-1:]
    noun = nominative(before[0].text).lower() if before else ""
    if noun not in speaker_words("newsrooms") or case_of(before[0].text) != "genitive":
        return None
    named = (m.name for m in reversed(a.mentions) if m.end <= before[0].start)
    site = next((x for x in named if ends_as_a_site(x)), None)
    slot = a.slot(before[0].start, before[0].end, site or noun)
    return NewsSource(slot, "cited", "genitive", before[0].end)


def _people_before(a: Analysis, sentence: Sentence, offset: int) -> NewsSource | None:
    """`Ұйымдастырушылардың деректері бойынша`, `Қазақ тарапының мәліметінше`: people without a
    name who give the data.
    """
    before = [t for t in a.tokens_in(sentence.start, offset) if t.end <= offset]
    head = len(before) - 1
    if head < 0 or case_of(before[head].text) != "genitive" or a.mention_at(before[head].start):
        return None
    low = nominative(before[head].text).lower()
    if low in speaker_words("sides"):
        first = head - bool(head and before[head - 1].text.isalpha())  # `өзбек тарапы`
    elif is_plural(before[head]) and head_kind(a, before, head):
        first = phrase_start(a, before, head)
    else:
        return None
    start, end = before[first].start, before[head].end
    name = nominative(a.text[start:end])
    slot = a.slot(start, end, name[:1].lower() + name[1:])
    return NewsSource(slot, "official", "genitive", end)


def _links(a: Analysis, sentence: Sentence) -> Iterator[Attribution]:
    """`Ақордаға сілтеме жасап`: what the newsroom itself cites."""
    for found in _pattern("reference").finditer(a.text, sentence.start, sentence.end):
        source = _before(a, sentence, found.start()) or _person_before(a, found.start())
        if source:
            yield _fact(a, source, source.slot.start, found.end(), "kk.silteme", 0.9)


def _person_before(a: Analysis, offset: int) -> NewsSource | None:
    """`ресми өкілі Руслан Иманқұловқа сілтеме жасап`: a person whom the newsroom cites."""
    mention = a.mention_at(max(0, offset - _GAP))
    if mention is None or mention.type != "person":
        return None
    slot = a.slot(mention.start, mention.end, mention.name)
    return NewsSource(slot, "official", "dative", mention.end)


_GAP = 2  # characters: the space before `сілтеме`, and one of the name


def _before(a: Analysis, sentence: Sentence, offset: int) -> NewsSource | None:
    """The source right before the offset; only words that go with it stand between."""
    start = max(sentence.start, offset - _REACH)
    found = list(sources(a, start, offset))
    source = found[-1] if found else None
    between = a.tokens_in(source.end, offset) if source else ()
    if len(between) > _BETWEEN or any(is_verbal(t.text.lower()) for t in between):
        return None
    return source


_BETWEEN = 3  # words such as `алдын ала` between the source and its noun


def _papers(a: Analysis, sentence: Sentence) -> Iterator[Attribution]:
    """`басқарманың баспасөз қызметі таратқан хабарламада … айтылған`, `делінген министрлік
    хабарламасында`
    """
    stated = _pattern("stated").search(a.text, sentence.start, sentence.end)
    if stated is None:
        return
    for token in a.words(sentence):
        if case_of(token.text) == "locative" and is_form_of(token, listed("documents")):
            source = _before(a, sentence, token.start)
            site = is_form_of(token, _SITES)
            if source and source.slot.end < token.start and not (site and source.layer == "cited"):
                yield _fact(a, source, source.slot.start, token.end, "kk.paper_says", 0.7)


_SITES = ("сайт", "парақша")


def _told(a: Analysis, sentence: Sentence) -> Iterator[Attribution]:
    """`BAQ.KZ тілшісіне айтты`, `«Егемен Қазақстан» газетіне берген сұхбатында`: the newsroom to
    which somebody spoke.
    """
    if _pattern("interviews").search(a.text, sentence.start, sentence.end) is None:
        return
    for source in sources(a, sentence.start, sentence.end):
        if source and source.case == "dative" and source.layer in ("cited", "self"):
            yield _fact(a, source, source.slot.start, source.end, "kk.told_newsroom", 0.7)


def _newsroom_wrote(a: Analysis, sentence: Sentence) -> Iterator[Attribution]:
    """`Tengrinews.kz порталы жолдың жабылғанын жазды`, `Бұл туралы ТАСС хабарлады`: a newsroom in
    the nominative, and a verb of reporting at the end of its clause.
    """
    verb = _last(_pattern("points"), a.text, sentence)
    if verb is None:
        return
    end = min(verb.start, sentence.start + _REACH)
    found = next(iter(sources(a, sentence.start, end)), None)
    if found is None or found.layer not in ("cited", "self") or found.case is not None:
        return
    if (found.slot.name or "").lower() in listed("press_in_general"):
        return  # `БАҚ ретінде`: the press, and no newsroom
    named = found.with_noun or found.layer == "self"
    if named or cues().newsrooms.match((found.slot.name or "").lower()) or "." in found.slot.text:
        near = a.text[found.end : verb.start].strip() == ""
        yield _fact(a, found, found.slot.start, verb.end if near else 0, "kk.newsroom_wrote", 0.82)


def _stop(text: str, start: int, end: int) -> int:
    found = _STOP.search(text, start, end)
    return found.start() if found else end
