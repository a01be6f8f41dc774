"""Source phrases of Russian: `по словам X`, `по её мнению`, `согласно данным X`.

Comes in: an `Analysis`, or a sentence block of it. Goes out: `SourcePhrase`s with the content that
they interrupt; the forecasts also read them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.according import SourcePhrase
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.clauses import clause_end, is_introduction, piece_start
from baqylau.facts.ru.words.speech import (
    SentenceBlock,
    sentence_blocks,
    trimmed,
    verbs,
)
from baqylau.model.span import Span
from baqylau.model.words import Token


@cache
def _pattern() -> re.Pattern[str]:
    by, cited, agreeing = (
        "|".join(sorted(verbs(key), key=len, reverse=True))
        for key in ("according", "data", "agreeing")
    )
    return re.compile(
        r"(?<!\w)(?:по\s+(?P<own>(?:его|её|ее|их)\s+)?"
        r"(?:собственн\w+\s+|последн\w+\s+|предварительн\w+\s+"
        r"|официальн\w+\s+|оперативн\w+\s+|экспертн\w+\s+)?"
        rf"(?:(?P<by>{by})|(?P<cites>{cited}))"
        r"|согласно\s+(?:последн\w+\s+|официальн\w+\s+|предварительн\w+\s+)?"
        rf"(?P<agreeing>{agreeing})"
        r"|с\s+точки\s+зрения|со\s+слов|на\s+взгляд|в\s+понимании"
        r"|как\s+следует\s+из\s+\w+)(?!\w)",
        re.IGNORECASE,
    )


def source_phrases(a: Analysis) -> Iterator[SourcePhrase]:
    """Every source phrase of the text."""
    for block in sentence_blocks(a):
        yield from phrases(a, block)


def phrases(a: Analysis, block: SentenceBlock) -> Iterator[SourcePhrase]:
    """Every source phrase of a sentence block that names a source."""
    finder = SpeakerMentionFinder(a)
    for found in _pattern().finditer(a.text, block.start, block.end):
        first = next((i for i, t in enumerate(block.words) if t.end > found.start()), None)
        behind = next((i for i, t in enumerate(block.words) if t.start >= found.end()), None)
        if first is None or behind is None:
            continue
        if found["own"]:
            token = block.words[first + 1]
            speaker_mention: SpeakerMention | None = SpeakerMention("pronoun", (token,), token)
        else:
            speaker_mention = finder.of(block.words[behind:])
        if speaker_mention and not _is_ranking(found[0], speaker_mention):
            last = (
                behind
                if found["own"]
                else next(
                    (i for i, t in enumerate(block.words) if t.start >= speaker_mention.end),
                    len(block.words),
                )
            )
            cites = bool(found["cites"] or found["agreeing"] or found[0].lower().startswith("как"))
            content = _around(a, block, first, _closing(block.words, last))
            cue = a.slot(found.start(), found.end())
            yield SourcePhrase(cue, speaker_mention, cites, tuple(content))


def _is_ranking(cue: str, source: SpeakerMention) -> bool:
    """`чемпион мира по версии WBA`: who ranks says nothing; an investigation has a version."""
    ranks = cue.lower().endswith("версии") and source.kind == "institution"
    return ranks and source.head.lemma not in listed("investigators")


def _closing(words: Sequence[Token], last: int) -> int:
    """The index behind the source: an apposition or a relative clause between commas belongs to it
    (`…, которую приводит агентство,`).
    """
    if (
        last + 1 < len(words)
        and words[last].text == ","
        and (words[last + 1].lemma == "который" or words[last + 1].feats.get("VerbForm") == "Part")
    ):
        return next((i for i in range(last + 1, len(words)) if words[i].text == ","), last)
    if (
        last + 1 < len(words)
        and words[last].text == ","
        and words[last + 1].pos == "NOUN"
        and words[last + 1].feats.get("Case") == "Gen"
    ):
        comma = next(
            (i for i in range(last + 1, min(last + 15, len(words))) if words[i].text == ","), None
        )
        verb = next(
            (i for i in range(last + 1, len(words)) if words[i].pos in ("VERB", "AUX")), len(words)
        )
        return comma if comma and comma < verb else last
    return _behind_occasion(words, last)


def _behind_occasion(words: Sequence[Token], last: int) -> int:
    """`по словам X из его речи, …`: a preposition and its nouns up to a comma say on what occasion
    it was said, and belong to the phrase.
    """
    comma = next(
        (i for i in range(last, min(last + _OCCASION, len(words))) if words[i].text == ","), None
    )
    if comma is None or comma == last or words[last].pos != "ADP":
        return last
    return (
        comma
        if all(t.pos in ("ADP", "NOUN", "PROPN", "ADJ", "DET", "NUM") for t in words[last:comma])
        else last
    )


_OCCASION = 8  # words of `из инаугурационной речи`, up to its comma


def _around(a: Analysis, block: SentenceBlock, first: int, last: int) -> list[Span]:
    """The content that a phrase from `first` up to `last` interrupts: the pieces before it and
    behind it.
    """
    words = block.words
    opens = _opens_behind_dash(words, first, last)
    start = first if opens else piece_start(words, first)
    pieces = []
    if not is_introduction(words[start:first]):
        pieces.append(trimmed(a.text, words[start].start, words[first - 1].end))
    if last < len(words):
        end = clause_end(words, last)
        if end > last:
            pieces.append(trimmed(a.text, words[last].start, words[end - 1].end))
    return [p for p in pieces if p.end > p.start]


def _opens_behind_dash(words: Sequence[Token], first: int, last: int) -> bool:
    """`Его коллега настроен иначе – по его мнению, курс вырастет`: what stands before the dash was
    not said.
    """
    dash = first > 0 and words[first - 1].text in ("–", "—", "-")
    closed = last < len(words) and words[last].text in ("–", "—", "-")
    return dash and not closed
