"""The subject that a sentence begins with, for a verb that stands far from it: `X refused to go,
saying: “…”`. Comes in: a `Text`, a sentence and the verb's token. Goes out: a `Named`, or None.
"""

from baqylau.facts.en.speakers.mentions import Named, forward
from baqylau.facts.en.words.positions_before import before
from baqylau.facts.en.words.text import Text, is_determiner
from baqylau.lang.en.wordlists import entries
from baqylau.model.words import Sentence

_NEAR = 16  # tokens before a name with its position


def subject_of_sentence(text: Text, s: Sentence, verb: int) -> Named | None:
    """The person or institution that the sentence begins with, behind a position at most."""
    first = s.first
    while first < verb and not text.beginning(first, "person", "organization"):
        if text.word(first) in (":", "–") or first - s.first > _NEAR:
            return None
        if text.pos(first) == "PRON":
            break
        first += 1
    person = text.beginning(first, "person")
    held = before(text, first) if person else None
    if held is None and first - s.first > 2:
        return None
    named = forward(text, first, verb)
    if named is None or named.mention.kind not in ("person", "institution", "pronoun"):
        return None
    return None if text.low(first - 1) in entries("words", "prepositions") else named


def speaker_of_sentence(text: Text, s: Sentence, verb: int) -> Named | None:
    """The same, or the holder of an office whose article begins the sentence: `The mayor defended
    the plan and said: “…”`.
    """
    found = subject_of_sentence(text, s, verb)
    if found is None and is_determiner(text.low(s.first)):
        found = forward(text, s.first, verb)
        if found and found.mention.kind not in ("role", "institution"):
            return None
    if found is None or found.mention.head.text.lower() in ("i", "we", "it", "they"):
        return None
    return found if text.pos(found.last) not in ("CCONJ",) else None
