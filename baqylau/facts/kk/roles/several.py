"""Several positions of one person (`«Дала» партиясының төрағасы, облыс әкімі Асқар Бекен`), and one
position of several people (`Мәжіліс депутаттары Асан Үсенов пен Болат Сейітов`).

Comes in: a name and the tokens of its sentence before it. Goes out: a `Position`, with the tokens
it stands in, or None.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.kk.words.nominal import case_of, printed
from baqylau.facts.kk.words.positions import Position, position_before, position_of_several
from baqylau.lang.kk.positions import words
from baqylau.model.fact import Mention
from baqylau.model.words import Token


def outer_position(a: Analysis, tokens: Sequence[Token], inner: Position) -> Position | None:
    """The position of an institution or a place that stands before the comma before `inner`. Behind
    a name and a comma it is that person's: `Асан Үсенов, зауыт директоры, профессор Болат`.
    """
    comma = next((i for i, t in enumerate(tokens) if t.end > inner.start(tokens)), 0) - 1
    if comma < 1 or tokens[comma].text != ",":
        return None
    outer = position_before(a, tokens, comma)
    if outer is None or not outer.sure or not (outer.organization or outer.place):
        return None
    first = next(i for i, t in enumerate(tokens) if t.end > outer.start(tokens))
    while first and tokens[first - 1].text in _MARKS:
        first -= 1
    if first < _PAIR or tokens[first - 1].text not in _STOPS:
        return outer
    person = a.mention_at(tokens[first - 2].start)
    if person is None or person.type != "person":
        return outer
    own = [t for t in tokens if t.end <= person.start]
    return outer if position_before(a, own, len(own)) else None


_MARKS, _STOPS = ("«", '"', "“"), (",", "–", "—", "-", "(")
_PAIR = 2  # tokens: a name and its comma


def shared_position(
    a: Analysis, person: Mention, tokens: Sequence[Token], behind: Sequence[Token]
) -> tuple[Position, str] | None:
    """The position in the plural before a list of names that holds this person; with the position
    in the singular. A single name behind a plural is no list: `Министрлер Асан Үсеновті сайлады`.
    """
    at, others = len(tokens), 0
    while at > 1 and printed(tokens[at - 1]) in _JOINS:
        other = a.mention_at(tokens[at - 2].start)
        if other is None or other.type != "person" or other.end > tokens[at - 1].start:
            return None
        at = next(i for i, t in enumerate(tokens) if t.end > other.start)
        others += 1
    if not others and not _goes_on(a, behind):
        return None
    if case_of(person.text.split()[-1]) in ("accusative", "dative") and person.text != person.name:
        return None
    return position_of_several(a, tokens, at)


_JOINS = frozenset((*words("joining"), ","))


def _goes_on(a: Analysis, behind: Sequence[Token]) -> bool:
    """Whether another name follows: `Асан Үсенов пен | Болат Сейітов`."""
    if len(behind) < _PAIR or printed(behind[0]) not in _JOINS:
        return False
    other = a.mention_at(behind[1].start)
    return other is not None and other.type == "person" and other.start == behind[1].start
