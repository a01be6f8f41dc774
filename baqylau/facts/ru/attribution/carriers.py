"""Attributions by where something was said: `в интервью изданию Forbes`, `в Telegram-канале «X»`,
`на странице в Facebook`; and the fact that every rule of attributions makes.

Comes in: an `Analysis` and a sentence. Goes out: `Attribution`s.
"""

from collections.abc import Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.attribution import attribution
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.speakers.sources import (
    MARKS,
    NewsSource,
    is_carrier,
    listed,
    network_name,
    newsroom,
    outlet_itself,
    titled,
    until_stop,
)
from baqylau.facts.ru.words.noun_phrase import name_end
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.model.fact import Attribution
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token


def interviews(
    a: Analysis, _finder: SpeakerMentionFinder, sentence: Sentence
) -> Iterator[Attribution]:
    """`в разговоре с 24.kg`, `в интервью изданию Forbes`, `в комментарии «Курсиву»`: the newsroom
    that the speaker talked to.
    """
    words = a.words(sentence)
    for i, token in enumerate(words):
        if token.lemma not in listed("interviews"):
            continue
        if i == 0 or words[i - 1].lemma not in ("в", "во"):
            continue
        at = i + 1 + (i + 1 < len(words) and words[i + 1].lemma in ("с", "со", "для"))
        behind = until_stop(a, words[at : at + 10])
        source = outlet_itself(a, behind) or titled(a, behind) or newsroom(a, behind)
        if source and source.layer in ("cited", "self"):
            yield fact_of(
                a, words[i - 1].start, source.words[-1].end, source, "ru.told_newsroom", 0.75
            )


def networks(
    a: Analysis, _finder: SpeakerMentionFinder, sentence: Sentence
) -> Iterator[Attribution]:
    """`в Telegram-канале «Дорожный дозор»`, `на странице в Facebook`"""
    words = a.words(sentence)
    for i, token in enumerate(words):
        low = token.text.lower()
        if not is_carrier(token):
            continue
        end = name_end(words, i + 1)
        has_verb = token.lemma != "канал" or any(
            t.lemma in listed("posted") or t.lemma in listed("relay") for t in words
        )
        if (
            end
            and i
            and has_verb
            and (words[i - 1].pos in ("ADP", "DET", "PRON") or token.feats.get("Case") == "Loc")
        ):
            named = tuple(t for t in words[i + 1 : end] if t.text not in MARKS)
            if not named:
                continue  # `в Telegram-канале «»`
            source = NewsSource(named, a.text[named[0].start : named[-1].end], "social")
            yield fact_of(a, token.start, words[end - 1].end, source, "ru.channel", 0.85)
            continue
        near = [t for t in words[max(0, i - 2) : i + 4] if t.text.lower() in listed("networks")]
        if (near or low.split("-")[0] in listed("networks")) and token.feats.get("Case") == "Loc":
            known = titled(a, words[i : i + _CHANNEL]) if low.split("-")[0] != low else None
            if known and known.words[0].text.lower() not in listed("networks"):
                # `в Telegram-канале Mash`
                yield fact_of(a, token.start, known.words[-1].end, known, "ru.channel", 0.8)
                continue
            word = near[0] if near else token
            owner = () if near else _owner(a, words, i)
            name = (
                small(nominative((word, *owner), a.text))
                if owner
                else network_name(word).split("-")[0]
            )
            found = NewsSource((word, *owner), name, "social")
            yield fact_of(
                a,
                min(token.start, word.start),
                max(token.end, found.words[-1].end),
                found,
                "ru.network",
                0.75,
            )


_CHANNEL = 6  # tokens of a channel and its name


def _owner(a: Analysis, words: tuple[Token, ...], at: int) -> tuple[Token, ...]:
    """`в телеграм-канале журналиста Козырева`: the words that say whose channel it is."""
    end = at + 1
    while end < len(words) and words[end].feats.get("Case") == "Gen":
        end += 1
    people = a.mentions_in(words[at].end, words[end - 1].end) if end > at + 1 else ()
    return words[at + 1 : end] if any(m.type == "person" for m in people) else ()


def fact_of(
    a: Analysis, start: int, end: int, source: NewsSource, rule: str, confidence: float
) -> Attribution:
    first, last = source.words[0].start, source.words[-1].end
    slot = a.slot(first, last, source.name)
    return attribution(a, Span(start, end), slot, source.layer, rule, confidence)
