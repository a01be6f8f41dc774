"""Speakers whom no verb introduces: `Слова X: «…»`, `«…» (X, директор)`, `«…». – X`, and a name on
the line behind the speech.

Comes in: an `Analysis` and the place before or behind the marks. Goes out: a `SpeakerMention`, or
None.
"""

import re

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.speech import is_finite

_SIGN = re.compile(r"[.!?…]?\s{0,2}(?:\(|[–—-] |\n{1,2}(?:[–—-] )?)")
_LINE_END = re.compile(r"[\n)]")
_LONGEST = 140  # characters of a signature or an announcement


def speech_noun_owner(
    a: Analysis, finder: SpeakerMentionFinder, start: int, end: int
) -> SpeakerMention | None:
    """`Ответ X: «…»`, `Из комментария X: «…»`: whose words the noun of speech announces."""
    first = max(start, a.sentence_at(max(start, end - 2)).start)
    words = a.tokens_in(first, end)
    if end - first > _LONGEST or any(is_finite(t) for t in words):
        return None
    for i, token in enumerate(words[:3]):
        if token.lemma in listed("speech_nouns"):
            owner = finder.of(words[i + 1 :])
            return owner if owner and owner.kind in ("person", "institution", "role") else None
    return None


def signature(a: Analysis, finder: SpeakerMentionFinder, offset: int) -> SpeakerMention | None:
    """The person who alone stands behind the speech, with his position: the line, the brackets or
    the words behind the dash hold no verb.
    """
    sign = _SIGN.match(a.text, offset)
    if sign is None:
        return None
    close = _LINE_END.search(a.text, sign.end())
    end = close.start() if close else len(a.text)
    words = a.tokens_in(sign.end(), end)
    if not words or end - sign.end() > _LONGEST or any(t.pos in ("VERB", "AUX") for t in words):
        return None
    named = [m for m in a.mentions_in(sign.end(), end) if m.type == "person"]
    found = next(iter(finder.all(words, "Nom")), None)
    if len(named) != 1 or found is None or found.kind != "person":
        return None
    return found if found.start == words[0].start else None
