"""Speakers whom no verb introduces: `Слова X: «…»`, `«…» (X, директор)`, `«…». – X`, `X: …`, and a
name on the line behind the speech; and marks around names and titles, which nobody says.

Comes in: an `Analysis` and the place before or behind the marks. Goes out: a `SpeakerMention`, or
None.
"""

import re

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotation_marks import Quoted
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.speech import is_finite, verbs
from baqylau.model.span import Span

_SIGN = re.compile(r"[.!?…]?\s{0,2}(?:\(|[–—-] |\n{1,2}(?:[–—-] )?)")
_LINE_END = re.compile(r"[\n)]")
_LONGEST = 140  # characters of a signature or an announcement
_NOUN_BEFORE = 30  # characters back to the word before the marks
_LONGEST_NAME = 6  # words of a name in marks


def speech_noun_owner(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`Ответ X: «…»`, `Из комментария X: «…»`: whose words the noun of speech announces."""
    first = max(start, a.sentence_at(max(start, end - 2)).start)
    words = a.tokens_in(first, end)
    if end - first > _LONGEST or any(is_finite(t) for t in words):
        return None
    for i, token in enumerate(words[:3]):
        if token.lemma in listed("speech_nouns"):
            owner = SpeakerMentionFinder(a).of(words[i + 1 :])
            return owner if owner and owner.kind in ("person", "institution", "role") else None
    return None


def signature(a: Analysis, offset: int) -> SpeakerMention | None:
    """The person who alone stands behind the speech, with his position: the line, the brackets or
    the words behind the dash hold no verb.
    """
    sign = _SIGN.match(a.text, offset)
    if sign is None:
        return None
    close = _LINE_END.search(a.text, sign.end())
    end = close.start() if close else len(a.text)
    words = a.tokens_in(sign.end(), end)
    said = any(t.pos in ("VERB", "AUX") or t.text.lower() in verbs("short") for t in words)
    if not words or end - sign.end() > _LONGEST or said:
        return None
    named = [m for m in a.mentions_in(sign.end(), end) if m.type == "person"]
    found = next(iter(SpeakerMentionFinder(a).all(words, "Nom")), None)
    if len(named) != 1 or found is None or found.kind != "person":
        return None
    return found if found.start == words[0].start else None


def named(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`Айбек Оспанов`: a person and nothing else between two offsets."""
    found = next(iter(SpeakerMentionFinder(a).all(a.tokens_in(start, end), "Nom")), None)
    alone = found and found.kind == "person" and (found.start, found.end) == (start, end)
    return found if alone else None


def is_name(a: Analysis, stretch: Quoted, paragraph: Span) -> bool:
    """`канал «Степной патруль» утверждает`: the words in marks are a name, because a noun right
    before them says what they name.
    """
    before = a.tokens_in(
        max(paragraph.start, stretch.outer.start - _NOUN_BEFORE), stretch.outer.start
    )
    noun = (
        stretch.opened
        and bool(before)
        and before[-1].pos == "NOUN"
        and (
            before[-1].text.islower()
            or before[-1].lemma in listed("documents")
            or before[-1].start == a.sentence_at(before[-1].start).start
        )
    )
    noun = noun or (stretch.opened and bool(before) and before[-1].pos == "ADP")
    words = a.tokens_in(stretch.inner.start, stretch.inner.end)
    mention = a.mention_at(stretch.inner.start)
    firm = (
        mention is not None and mention.type == "organization" and mention.end >= stretch.inner.end
    )
    return (noun or firm) and len(words) <= _LONGEST_NAME and not any(is_finite(t) for t in words)


def is_clause(a: Analysis, span: Span) -> bool:
    """Whether the span has a finite verb or a short adjective (`готов`)."""
    return any(
        is_finite(t) or t.feats.get("Variant") == "Short" for t in a.tokens_in(span.start, span.end)
    )


def points_back(a: Analysis, start: int, end: int) -> bool:
    """`Так тренер прокомментировал итоги`"""
    low = a.text[start:end].lower()
    return any(low.startswith(p + " ") for p in listed("pointing"))
