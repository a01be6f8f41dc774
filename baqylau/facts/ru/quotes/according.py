"""Speech that a phrase reports: `по словам X`, `по её мнению`, and `Об этом заявил X`, which points
at the sentence before.

Comes in: an `Analysis`, its `SpeakerMentionFinder` and the spans that direct speech has taken. Goes
out: `ReportedSpeech`; the attributions also read the source phrases themselves.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.quotes.indirect import narrowed
from baqylau.facts.ru.quotes.reported import ReportedSpeech
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.clauses import clause_end, is_introduction, piece_start
from baqylau.facts.ru.words.speech import (
    SentenceBlock,
    count,
    is_verb,
    sentence_blocks,
    slot,
    trimmed,
    verbs,
)
from baqylau.model.fact import Slot
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Token


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """A phrase such as `по данным полиции`: its cue words, the source it names, whether it cites
    data, and its half-open range of token indices in the sentence block.
    """

    cue: Slot
    speaker_mention: SpeakerMention
    cites: bool
    first: int
    last: int


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


def phrases(
    a: Analysis, finder: SpeakerMentionFinder, block: SentenceBlock
) -> Iterator[SourcePhrase]:
    """Every source phrase of a sentence block that names a source."""
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
        if speaker_mention:
            last = (
                behind
                if found["own"]
                else next(
                    (i for i, t in enumerate(block.words) if t.start >= speaker_mention.end),
                    len(block.words),
                )
            )
            cites = bool(found["cites"] or found["agreeing"] or found[0].lower().startswith("как"))
            yield SourcePhrase(
                a.slot(found.start(), found.end()),
                speaker_mention,
                cites,
                first,
                _closing(block.words, last),
            )


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


def according(
    a: Analysis, finder: SpeakerMentionFinder, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    """`По словам X, …`; a phrase that cites data is speech only where its source is a person and
    not an office.
    """
    for block in sentence_blocks(a):
        for phrase in phrases(a, finder, block):
            if phrase.cites and phrase.speaker_mention.kind not in ("person", "pronoun", "role"):
                continue
            if taken.at(phrase.cue.start):
                continue
            content, form = narrowed(a, around(a, block, phrase))
            if sum(count(a, c) for c in content) > 1:
                rule = "ru.according_data" if phrase.cites else "ru.according"
                yield ReportedSpeech(
                    tuple(content), form, rule, phrase.cue, phrase.speaker_mention, phrase.cue.start
                )


def around(a: Analysis, block: SentenceBlock, phrase: SourcePhrase) -> list[Span]:
    """The content that the phrase interrupts: the pieces before it and behind it."""
    words = block.words
    start = phrase.first if _opens_behind_dash(words, phrase) else piece_start(words, phrase.first)
    pieces = []
    if not is_introduction(words[start : phrase.first]):
        pieces.append(trimmed(a.text, words[start].start, words[phrase.first - 1].end))
    if phrase.last < len(words):
        end = clause_end(words, phrase.last)
        if end > phrase.last:
            pieces.append(trimmed(a.text, words[phrase.last].start, words[end - 1].end))
    return [p for p in pieces if p.end > p.start]


def _opens_behind_dash(words: Sequence[Token], phrase: SourcePhrase) -> bool:
    """`Его коллега настроен иначе – по его мнению, курс вырастет`: what stands before the dash was
    not said.
    """
    dash = phrase.first > 0 and words[phrase.first - 1].text in ("–", "—", "-")
    closed = phrase.last < len(words) and words[phrase.last].text in ("–", "—", "-")
    return dash and not closed


def pointing(
    a: Analysis, finder: SpeakerMentionFinder
) -> Iterator[tuple[SentenceBlock, Token, SpeakerMention, SentenceBlock]]:
    """Sentences such as `Об этом заявил X`: the sentence block, its verb, its speaker, and the
    block that it points at.
    """
    all_blocks = sentence_blocks(a)
    for before, block in itertools.pairwise(all_blocks):
        low = a.text[block.start : block.end].lower()
        if not any(low.startswith(p + " ") for p in listed("pointing")):
            continue
        at = next(
            (
                i
                for i, t in enumerate(block.words[:10])
                if is_verb(t, "say", "direct", "impersonal", "opinion")
            ),
            None,
        )
        if (
            at is None
            or any(t.text == "," for t in block.words[:at])
            or any(n.text.lower() == "что" for n in block.words[at : at + 8])
        ):
            continue
        speaker_mention = finder.subject(
            block.words[1:at], block.words[at + 1 :], block.words[at], after_first=True
        )
        if speaker_mention is None and is_verb(block.words[at], "impersonal"):
            speaker_mention = next(
                (n for n in finder.all(block.words[at + 1 :], "Gen") if n.kind == "institution"),
                None,
            ) or finder.inside(block.words[at + 1 :])
        if speaker_mention:
            yield block, block.words[at], speaker_mention, before


def pointed(
    a: Analysis, finder: SpeakerMentionFinder, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    """`Об этом заявил X`: where X is a person, the sentence before is reported speech. Where X is
    an institution, it is only an attribution.
    """
    for block, verb, speaker_mention, before in pointing(a, finder):
        end = clause_end(before.words, 0)
        content = trimmed(a.text, before.start, before.words[end - 1].end if end else before.end)
        if (
            speaker_mention.kind in ("person", "role", "pronoun")
            and count(a, content) > 2
            and not any(taken.touching(content.start, content.end))
        ):
            yield ReportedSpeech(
                (content,),
                "indirect",
                "ru.about_this",
                slot(a, [verb]),
                speaker_mention,
                block.start,
            )
