"""Who comes after somebody whom the text saw leave: `Оның орнына Мұрат Сәрсенбаев тағайындалды`.

Comes in: the words before a verb of appointing and the appointments read before them. Goes out: the
words that say so, with the dismissal whose post is filled; None where nobody has left.
"""

from collections.abc import Sequence

from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Appointment
from baqylau.model.span import Span
from baqylau.model.words import Token

_BACK = 400  # characters back to the one who left


def vacancy(
    before: Sequence[Token], earlier: Sequence[Appointment]
) -> tuple[Span, Appointment] | None:
    """`оның орнына`, also `Орнына` alone, and who left last."""
    lists = wordlist("appointments")
    place = next((i for i, t in enumerate(before) if t.text.lower() in lists["replaced"]), None)
    if place is None:
        return None
    whose = before[place - 1] if place else None
    pointing = whose is not None and whose.text.lower() in lists["of_the_former"]
    if not pointing and not before[place].text[0].isupper():
        return None  # `Асанның орнына`: who left is said, and may be no holder of an office
    first = whose if pointing and whose else before[place]
    left = next((x for x in reversed(earlier) if x.action == "dismissed"), None)
    if left is None or first.start - left.end > _BACK:
        return None
    return Span(first.start, before[place].end), left
