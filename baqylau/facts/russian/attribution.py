"""Where a Russian text says its news comes from: the outlet itself, another newsroom, an office, a social network.

Comes in: an `Analysis`. Goes out: `Attribution`s: `передает X`, `сообщает пресс-служба X`, `со ссылкой на X`, `по данным X`,
`которую приводит X`, `на странице в Facebook`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.russian.institutions import institution
from baqylau.facts.russian.phrases import nominative, small
from baqylau.facts.russian.speakers import Naming, Speakers
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Attribution, Slot
from baqylau.model.words import Sentence, Token

Layer = Literal["self", "cited", "official", "social"]
_REFERENCE = re.compile(r"(?:со ссылкой на|ссылаясь на)\s+", re.IGNORECASE)
_STOPS = frozenset({",", ".", ";", ":", "–", "—", "!", "?", "("})
_MARKS = frozenset('«»"“”„')


@dataclass(frozen=True, slots=True)
class Source:
    """The words that name a source, its canonical name, and whether a newsroom, an office or a network stands there."""

    words: tuple[Token, ...]
    name: str
    layer: Layer


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(wordlist("attribution")[key])


def extract(analysis: Analysis) -> Iterable[Attribution]:
    speakers = Speakers(analysis)
    seen: set[int] = set()
    for sentence in analysis.sentences:
        for rule in (_references, _relayed, _data, _networks):
            for fact in rule(analysis, speakers, sentence):
                if fact.source.start not in seen:
                    seen.add(fact.source.start)
                    yield fact


def _relayed(a: Analysis, speakers: Speakers, sentence: Sentence) -> Iterator[Attribution]:
    """`передает BAQ.KZ`, `сообщает пресс-служба X`, `которую приводит FT`, `газета X писала`"""
    words = a.words(sentence)
    for i, token in enumerate(words):
        if token.lemma not in _listed("relay") or token.pos != "VERB" or token.feats.get("VerbForm") in ("Inf", "Conv"):
            continue
        after = _until_stop(words[i + 1 :])
        source = _nominative_source(a, speakers, after)
        said = any(t.text == "," and i < j < i + 14 and words[j + 1].lemma == "что" for j, t in enumerate(words[:-1]))
        if source and not (said and source.layer == "official") and _relays(token, source):
            yield _fact(a, min(_start(words, i), source.words[0].start), source.words[-1].end, source, "ru.relay", 0.9)
            continue
        before = _since_stop(words[:i])
        named = _nominative_source(a, speakers, before)
        if named and named.layer in ("cited", "self"):
            yield _fact(a, named.words[0].start, token.end, named, "ru.newsroom_relays", 0.86)


def _relays(verb: Token, source: Source) -> bool:
    """`сообщила Акорда` tells what was said there; `сообщает Акорда` where the news is from."""
    return verb.feats.get("Tense") != "Past" or source.layer in ("cited", "self") or verb.lemma not in _listed("past")


def _start(words: tuple[Token, ...], verb: int) -> int:
    """`Об этом сообщает …` begins with its pronoun."""
    lead = words[max(0, verb - 2) : verb]
    return lead[0].start if len(lead) == 2 and lead[0].lemma in ("о", "об") and lead[1].lemma in ("этот", "это") else words[verb].start


def _nominative_source(a: Analysis, speakers: Speakers, words: tuple[Token, ...]) -> Source | None:
    """The institution among the words that is no person's; `корреспондент агентства X` is X."""
    if not words:
        return None
    first = words[0]
    if first.lemma in _listed("between"):
        named = next((m for m in a.mentions_in(first.start, words[-1].end) if m.type == "organization"), None)
        if named:
            inside = tuple(t for t in words if named.start <= t.start < named.end)
            return Source(inside, named.name, _layer(a, named.name, inside))
    namings = [n for n in speakers.all(words, "Nom") if n.kind in ("institution", "person")]
    if not namings or namings[0].kind == "person":
        return None
    return _of_naming(a, namings[0])


def _of_naming(a: Analysis, naming: Naming) -> Source:
    words = tuple(t for t in naming.words if t.text not in _MARKS)
    name = institution(a, naming)
    return Source(words, name, _layer(a, name, words))


def _layer(a: Analysis, name: str, words: tuple[Token, ...]) -> Layer:
    """By the outlet's own name, then by the words that make an office, then by the newsrooms we know and Latin letters."""
    low = name.lower()
    if a.source.outlet and _folded(a.source.outlet) == _folded(name):
        return "self"
    if low.startswith(tuple(_listed("newsrooms"))):
        return "cited"
    if any(t.lemma in _listed("official") for t in words) or any(stem in low for stem in ("мин", "служб", "департамент", "полиц", "акимат", "банк")):
        return "official" if not name.isascii() else "cited"
    if low in _listed("networks"):
        return "social"
    return "cited" if name.isascii() or any(t.lemma in _listed("between") for t in words) else "official"


def _folded(name: str) -> str:
    return re.sub(r"\.(?:kz|com|org|info|ru)$|[^\w]", "", name.lower())


def _references(a: Analysis, _speakers: Speakers, sentence: Sentence) -> Iterator[Attribution]:
    """`со ссылкой на X`: an institution, a newsroom, or people without a name."""
    for found in _REFERENCE.finditer(a.text, sentence.start, sentence.end):
        words = _until_stop(a.tokens_in(found.end(), sentence.end))
        source = _referred(a, words)
        if source:
            start = found.start() if len(a.text[found.start() : source.words[-1].end]) < 2 * _length(source) else source.words[0].start
            yield _fact(a, start, source.words[-1].end, source, "ru.reference", 0.92)


def _length(source: Source) -> int:
    return source.words[-1].end - source.words[0].start


def _referred(a: Analysis, words: tuple[Token, ...]) -> Source | None:
    bare = tuple(t for t in words if t.text not in _MARKS)
    if not bare:
        return None
    office = bare[0].lemma in _listed("official") or bare[0].lemma in _listed("carriers")
    named = next((m for m in a.mentions_in(bare[0].start, bare[-1].end) if m.type == "organization"), None)
    if named and (not office or named.start == bare[0].start):
        inside = tuple(t for t in bare if named.start <= t.start < named.end)
        return Source(inside, named.name, _layer(a, named.name, inside))
    run = _phrase(bare)
    if any(t.lemma in ("источник", "данные", "собеседник", "статья") for t in run):
        return None  # "осведомлённые источники" are nobody
    if run[0].lemma in _listed("carriers"):
        return Source(run, small(nominative(run, a.text)), "social")
    official = run[0].lemma in _listed("official") or any(t.lemma in _listed("official") for t in run[:2])
    return Source(run, small(nominative(run, a.text)), "official" if official else "cited")


def _phrase(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The first noun with the adjectives before it and the genitives behind."""
    head = next((i for i, t in enumerate(words) if t.pos in ("NOUN", "PROPN")), 0)
    end = head + 1
    while end < len(words) and words[end].pos in ("NOUN", "PROPN", "ADJ", "CCONJ") and (words[end].feats.get("Case") in ("Gen", None)):
        end += 1
    return words[:end]


def _data(a: Analysis, speakers: Speakers, sentence: Sentence) -> Iterator[Attribution]:
    """`по данным X`, `по информации X`, `согласно сообщению X`; a person's estimate is speech, no source."""
    words = a.words(sentence)
    nouns = {**dict.fromkeys(wordlist("speech")["data"], "по"), **dict.fromkeys(wordlist("speech")["agreeing"], "согласно")}
    for i in range(len(words) - 2):
        noun = words[i + 1].text.lower()
        if words[i].text.lower() not in ("по", "согласно") or noun not in nouns:
            continue
        naming = speakers.of(_until_stop(words[i + 2 :]))
        if naming and naming.kind == "institution":
            source = _of_naming(a, naming)
            yield _fact(a, words[i].start, source.words[-1].end, source, "ru.data_of", 0.92)


def _networks(a: Analysis, _speakers: Speakers, sentence: Sentence) -> Iterator[Attribution]:
    """`в своём Telegram-канале`, `на странице в Facebook`"""
    words = a.words(sentence)
    for i, token in enumerate(words):
        low = token.text.lower()
        carrier = token.lemma in _listed("carriers") or low.startswith(("telegram-", "телеграм-", "facebook-", "instagram-"))
        near = [t for t in words[max(0, i - 2) : i + 4] if t.text.lower() in _listed("networks")]
        glued = low.split("-")[0] in _listed("networks") and "-" in low
        if carrier and (near or glued):
            source = near[0] if near else token
            start, end = min(token.start, source.start), max(token.end, source.end)
            found = Source((source,), source.text.split("-")[0], "social")
            yield _fact(a, start, end, found, "ru.network", 0.8)


def _until_stop(words: tuple[Token, ...]) -> tuple[Token, ...]:
    stop = next((i for i, t in enumerate(words) if t.text in _STOPS or t.text.lower() == "со" or t.lemma == "ссылка"), len(words))
    return words[:stop]


def _since_stop(words: tuple[Token, ...]) -> tuple[Token, ...]:
    stop = max((i for i, t in enumerate(words) if t.text in _STOPS), default=-1)
    return words[stop + 1 :]


def _fact(a: Analysis, start: int, end: int, source: Source, rule: str, confidence: float) -> Attribution:
    first, last = source.words[0].start, source.words[-1].end
    return Attribution(
        start=start,
        end=end,
        text=a.text[start:end],
        sentence=a.sentence_span(first),
        confidence=confidence,
        rule=rule,
        layer=source.layer,
        source=Slot(first, last, a.text[first:last], source.name),
    )
