"""Speech named by a phrase: `по словам X`, `по её мнению`, `Об этом заявил X` (which points at the
sentence before).

Comes in: an `Analysis`, its `SpeakerMentions` and the spans already taken by direct speech. Goes
out:
`Utterance`s; and for the attributions, the source phrases themselves.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.clauses import clause_end, is_introduction, piece_start
from baqylau.facts.ru.indirect import narrowed
from baqylau.facts.ru.reporting import (
    Frame,
    Utterance,
    count,
    frames,
    is_verb,
    slot,
    trimmed,
    verbs,
)
from baqylau.facts.ru.speaker_mentions import SpeakerMention, SpeakerMentions, listed
from baqylau.model.fact import Slot
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Token


@dataclass(frozen=True, slots=True)
class Phrase:
    """`по данным полиции`: the cue words, who is named, whether it cites data; token indices of its
    frame, half-open.
    """

    cue: Slot
    naming: SpeakerMention
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


def phrases(a: Analysis, speakers: SpeakerMentions, frame: Frame) -> Iterator[Phrase]:
    """Every source phrase of a sentence that names somebody."""
    for found in _pattern().finditer(a.text, frame.start, frame.end):
        first = next((i for i, t in enumerate(frame.words) if t.end > found.start()), None)
        behind = next((i for i, t in enumerate(frame.words) if t.start >= found.end()), None)
        if first is None or behind is None:
            continue
        if found["own"]:
            token = frame.words[first + 1]
            naming: SpeakerMention | None = SpeakerMention("pronoun", (token,), token)
        else:
            naming = speakers.of(frame.words[behind:])
        if naming:
            last = (
                behind
                if found["own"]
                else next(
                    (i for i, t in enumerate(frame.words) if t.start >= naming.end),
                    len(frame.words),
                )
            )
            cites = bool(found["cites"] or found["agreeing"] or found[0].lower().startswith("как"))
            yield Phrase(
                a.slot(found.start(), found.end()),
                naming,
                cites,
                first,
                _closing(frame.words, last),
            )


def _closing(words: Sequence[Token], last: int) -> int:
    """Behind the naming: an apposition or relative clause between commas belongs to it (`…, которую
    приводит агентство,`).
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
    """`по словам X из его речи, …`: a preposition and its nouns up to a comma say where it was
    told.
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
    a: Analysis, speakers: SpeakerMentions, taken: SpanIndex[Span]
) -> Iterator[Utterance]:
    """`По словам X, …`; a phrase that cites data is speech only where a person, not an office, is
    behind it.
    """
    for frame in frames(a):
        for phrase in phrases(a, speakers, frame):
            if phrase.cites and phrase.naming.kind not in ("person", "pronoun", "role"):
                continue
            if taken.at(phrase.cue.start):
                continue
            content, form = narrowed(a, around(a, frame, phrase))
            if sum(count(a, c) for c in content) > 1:
                rule = "ru.according_data" if phrase.cites else "ru.according"
                yield Utterance(
                    tuple(content), form, rule, phrase.cue, phrase.naming, phrase.cue.start
                )


def around(a: Analysis, frame: Frame, phrase: Phrase) -> list[Span]:
    """What the phrase interrupts: the pieces before and behind it."""
    words = frame.words
    start = phrase.first if _opens_behind_dash(words, phrase) else piece_start(words, phrase.first)
    pieces = []
    if not is_introduction(words[start : phrase.first]):
        pieces.append(trimmed(a.text, words[start].start, words[phrase.first - 1].end))
    if phrase.last < len(words):
        end = clause_end(words, phrase.last)
        if end > phrase.last:
            pieces.append(trimmed(a.text, words[phrase.last].start, words[end - 1].end))
    return [p for p in pieces if p.end > p.start]


def _opens_behind_dash(words: Sequence[Token], phrase: Phrase) -> bool:
    """`Его коллега настроен иначе – по его мнению, курс вырастет`: what stands before the dash was
    not said.
    """
    dash = phrase.first > 0 and words[phrase.first - 1].text in ("–", "—", "-")
    closed = phrase.last < len(words) and words[phrase.last].text in ("–", "—", "-")
    return dash and not closed


def pointing(
    a: Analysis, speakers: SpeakerMentions
) -> Iterator[tuple[Frame, Token, SpeakerMention, Frame]]:
    """`Об этом заявил X`: the sentence, its verb, who is named, and the sentence it points at."""
    all_frames = frames(a)
    for before, frame in itertools.pairwise(all_frames):
        low = a.text[frame.start : frame.end].lower()
        if not any(low.startswith(p + " ") for p in listed("pointing")):
            continue
        at = next(
            (
                i
                for i, t in enumerate(frame.words[:10])
                if is_verb(t, "say", "direct", "impersonal", "opinion")
            ),
            None,
        )
        if (
            at is None
            or any(t.text == "," for t in frame.words[:at])
            or any(n.text.lower() == "что" for n in frame.words[at : at + 8])
        ):
            continue
        naming = speakers.subject(
            frame.words[1:at], frame.words[at + 1 :], frame.words[at], after_first=True
        )
        if naming is None and is_verb(frame.words[at], "impersonal"):
            naming = next(
                (n for n in speakers.all(frame.words[at + 1 :], "Gen") if n.kind == "institution"),
                None,
            ) or speakers.inside(frame.words[at + 1 :])
        if naming:
            yield frame, frame.words[at], naming, before


def pointed(a: Analysis, speakers: SpeakerMentions, taken: SpanIndex[Span]) -> Iterator[Utterance]:
    """A person's `Об этом заявил X`: the sentence before was said. An institution's is an
    attribution only.
    """
    for frame, verb, naming, before in pointing(a, speakers):
        end = clause_end(before.words, 0)
        content = trimmed(a.text, before.start, before.words[end - 1].end if end else before.end)
        if (
            naming.kind in ("person", "role", "pronoun")
            and count(a, content) > 2
            and not any(taken.touching(content.start, content.end))
        ):
            yield Utterance(
                (content,), "indirect", "ru.about_this", slot(a, [verb]), naming, frame.start
            )
