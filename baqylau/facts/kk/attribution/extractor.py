"""Attributions of a Kazakh text, where it says that its news comes from: `деп хабарлайды BAQ.KZ
тілшісі`, `X мәліметінше`, `X-ке сілтеме жасап`.

Comes in: an `Analysis`. Goes out: `Attribution`s whose layer is the outlet itself, another outlet,
an office, or a social network.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.kk.speakers.resolver import KazakhSpeaker, KazakhSpeakerResolver
from baqylau.lang.kk.speech import any_of, words
from baqylau.model.fact import Attribution, Slot
from baqylau.text.outlet_names import folded

_REPORTS = re.compile(rf"(?:деп|дей)\s+(?:{any_of('reports')})(?!\w)")
_DATA = re.compile(rf"(?:{any_of('data')})(?!\w)")
_LINK = re.compile(r"(?:[-–]|(?<!\s))\s*+(?:(?:ға|ге|қа|ке|на|не)\s*+)?сілтеме жаса\w*")
_OUTLET_REPORTED = re.compile(
    rf"(?<![\w.])(?P<name>[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)\s+(?:{any_of('outlet_words')})(?!\w)"
)
_SOCIAL = re.compile(
    rf"[«“\"]?(?P<name>{any_of('social')})[»”\"]?[\s-]*(?:арна|канал|желі|парақша|пабли)\w*",
    re.IGNORECASE,
)
Layer = Literal["self", "cited", "official", "social"]


def extract(analysis: Analysis) -> Iterable[Attribution]:
    """Every attribution; the same source words give only one."""
    resolver, seen = KazakhSpeakerResolver(analysis), set[int]()
    for rule in (_reports, _data, _links, _outlets, _social):
        for fact in rule(analysis, resolver):
            if fact.source.start not in seen:
                seen.add(fact.source.start)
                yield fact


def _reports(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Attribution]:
    for found in _REPORTS.finditer(a.text):
        end = _stop(a.text, found.end())
        speaker = resolver.in_stretch(found.end(), end)
        if speaker and speaker.institution:
            yield _fact(a, found.start(), speaker.slot.end, speaker, "kk.deep_khabarlaidy", 0.92)


def _data(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Attribution]:
    for found in _DATA.finditer(a.text):
        sentence = a.sentence_span(found.start())
        speaker = resolver.in_stretch(
            max(sentence.start, found.start() - _REACH), found.start(), last=True
        )
        if speaker and speaker.institution:
            yield _fact(a, speaker.slot.start, found.end(), speaker, "kk.according_to_data", 0.88)


def _links(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Attribution]:
    for found in _LINK.finditer(a.text):
        speaker = resolver.in_stretch(
            max(a.sentence_span(found.start()).start, found.start() - _REACH),
            found.start() + 1,
            last=True,
        )
        if speaker:
            yield _fact(a, speaker.slot.start, found.end(), speaker, "kk.silteme", 0.9)


def _outlets(a: Analysis, _resolver: KazakhSpeakerResolver) -> Iterator[Attribution]:
    for found in _OUTLET_REPORTED.finditer(a.text):
        slot = Slot(found.start("name"), found.end("name"), found["name"], found["name"])
        yield _fact(
            a,
            found.start(),
            found.end(),
            KazakhSpeaker(slot, found["name"], None),
            "kk.outlet_word",
            0.85,
        )


def _social(a: Analysis, _resolver: KazakhSpeakerResolver) -> Iterator[Attribution]:
    for found in _SOCIAL.finditer(a.text):
        slot = Slot(found.start("name"), found.end("name"), found["name"], found["name"])
        yield _fact(
            a,
            found.start(),
            found.end(),
            KazakhSpeaker(slot, found["name"], None),
            "kk.social",
            0.75,
            layer="social",
        )


_REACH = 120  # characters: the longest name of a ministry and its epithets


def _fact(
    a: Analysis,
    start: int,
    end: int,
    speaker: KazakhSpeaker,
    rule: str,
    confidence: float,
    layer: Layer | None = None,
) -> Attribution:
    source = Slot(speaker.slot.start, speaker.slot.end, speaker.slot.text, speaker.name)
    return Attribution(
        start=start,
        end=end,
        text=a.text[start:end],
        sentence=a.sentence_span(start),
        confidence=confidence,
        rule=rule,
        layer=layer or _layer(a, speaker),
        source=source,
    )


def _layer(a: Analysis, speaker: KazakhSpeaker) -> Layer:
    name = (speaker.name or speaker.slot.text).lower()
    if a.source.outlet and folded(a.source.outlet) == folded(name):
        return "self"
    return (
        "official"
        if any(stem in name for stem in words("official_stems")) or not name.isascii()
        else "cited"
    )


def _stop(text: str, start: int) -> int:
    found = re.compile(r"[.,;](?:\s|$)|\n").search(text, start)
    return found.start() if found else len(text)
