"""The thing that an amount measures: `Товарооборот между государствами превысил …`, `84%
заболевших`.

Comes in: an `Analysis` and a `MeasuredAmount`. Goes out: a slot with the words that name the thing,
or None.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.ru.words.noun_phrase import first_of, last_of
from baqylau.facts.ru.words.quantities import number_words
from baqylau.model.fact import Slot
from baqylau.model.words import Token

_REACH = 160  # characters back to the subject
_AFTER = ("между Ins", "с Ins", "на Acc", "по Dat", "из Gen", "в Acc")


def measured_thing(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """The genitive behind a percentage, else the subject before the number in its clause."""
    if made.unit.quantity in ("count", "duration"):
        return None
    return _part_of(a, made) or _subject(a, made)


def _part_of(a: Analysis, made: MeasuredAmount) -> Slot | None:
    if made.unit.quantity not in ("percent", "ratio"):
        return None
    words = a.tokens_in(made.end, made.end + 60)
    close = bool(words) and words[0].start - made.end <= 1 and words[0].feats.get("Case") == "Gen"
    if not close or words[0].pos not in ("NOUN", "ADJ", "PROPN") or words[0].lemma == "годовой":
        return None
    head = next((i for i, t in enumerate(words[:3]) if t.pos in ("NOUN", "PROPN")), 0)
    return a.slot(words[0].start, words[last_of(a, words, head) - 1].end)


def _subject(a: Analysis, made: MeasuredAmount) -> Slot | None:
    words = a.tokens_in(max(a.sentence_at(made.start).start, made.start - _REACH), made.start)
    head = _nominative(a, words)
    if head is None:
        return None
    return a.slot(
        words[first_of(words, head)].start, words[last_of(a, words, head, _AFTER) - 1].end
    )


def _nominative(a: Analysis, words: Sequence[Token]) -> int | None:
    """The index of the last noun in the nominative before the number, not across a semicolon. A
    person is never the thing that is measured.
    """
    for i in range(len(words) - 1, -1, -1):
        if words[i].text in (";", ":", "«"):
            return None
        if (
            words[i].pos == "NOUN"
            and words[i].feats.get("Case") == "Nom"
            and words[i].feats.get("Animacy") != "Anim"
        ):
            if i and (
                words[i - 1].text[0].isdigit() or number_words().word(words[i - 1].text.rstrip("."))
            ):
                continue  # the unit of another number
            return None if a.mention_at(words[i].start) else i
    return None
