"""Who comes after somebody whom the text saw leave: `dismissed X and appointed Y in his place`,
`Y was appointed to replace him`.

Comes in: a `Text`, the words behind the verb or the name, the appointments read before. Goes out:
the appointment of the one who left, or None.
"""

from collections.abc import Sequence

from baqylau.facts.en.speakers.genders import gender_of
from baqylau.facts.en.words.text import Text
from baqylau.lang.en.wordlists import wordlist
from baqylau.model.fact import Appointment

_BACK = 400  # characters back to the one who left
_GENDER = {"his": "m", "him": "m", "her": "f"}


def left_before(text: Text, i: int, before: Sequence[Appointment]) -> Appointment | None:
    """The last who left and in whose place somebody comes by the words that begin there."""
    pronoun = _pronoun(text, i)
    if pronoun is None:
        return None
    at = text.start(i)
    for one in reversed(before):
        if one.action == "dismissed" and at - _BACK < one.person.end <= at:
            gender = gender_of(text.analysis, one.person.name or "")
            return one if not gender or gender == _GENDER[pronoun] else None
    return None


def _pronoun(text: Text, i: int) -> str | None:
    """`in his place`, `to replace her`"""
    places = wordlist("appointments")["words"]["places"]
    if text.low(i) == "in" and text.low(i + 1) in ("his", "her") and text.low(i + 2) in places:
        return text.low(i + 1)
    replaces = text.low(i) == "to" and text.low(i + 1) in ("replace", "succeed")
    return text.low(i + 2) if replaces and text.low(i + 2) in _GENDER else None
