"""Numbers of a query: `>` and `1,5 млрд` come in, bounds of an amount go out; and whether an amount
lies within them.
"""

import re
from collections.abc import Iterable, Sequence

from baqylau.query import vocabulary
from baqylau.query.ast import Amount, Bound, Node
from baqylau.query.index_tokens import Figure

_NUMBER = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,6}))?(?:e([0-9]{1,2}))?([^\W\d_]{0,10})[.%]?")
_CURRENCY = re.compile(r"[A-Za-z]{3}")
_LARGEST = 1e18
_QUANTITIES = {"amount": "money", "percent": "percent", "currency": "money"}


def sign_of(field: str) -> str:
    """The sign behind the name of a field: `>` of `amount>`, `=` of `amount:`."""
    sign = "".join(x for x in field if x in "<>=:")
    return "=" if sign == ":" else sign


def read(field: str, sign: str, written: str) -> Amount | None:
    """The bound that a field says; None where it says none."""
    quantity = _QUANTITIES[field]
    if field == "currency":
        code = written.strip()
        return Amount(quantity, (), code.upper()) if _CURRENCY.fullmatch(code) else None
    number = _number(written)
    return None if number is None else Amount(quantity, (Bound(sign, number),))


def is_scale(word: str) -> bool:
    """Whether a word behind a number multiplies it: `млрд`."""
    return word.casefold().rstrip(".") in vocabulary.numbers()


def _number(written: str) -> float | None:
    found = _NUMBER.fullmatch("".join(written.casefold().split()))
    if found is None or (found[4] and found[4] not in vocabulary.numbers()):
        return None
    power = int(found[3] or 0) + vocabulary.numbers().get(found[4], 0)
    number = float(f"{found[1]}.{found[2] or 0}e{power}")
    return number if number <= _LARGEST else None


def joined(parts: Sequence[tuple[Node, bool]]) -> list[Node]:
    """The parts of an AND, with the bounds of one quantity joined where the first one stands."""
    found: list[Node] = []
    places: dict[str, int] = {}
    for node, is_bound in parts:
        at = places.get(node.quantity) if is_bound and isinstance(node, Amount) else None
        held = found[at] if at is not None else None
        if (
            at is not None
            and isinstance(node, Amount)
            and isinstance(held, Amount)
            and None in (held.currency, node.currency)
        ):
            currency = held.currency or node.currency
            found[at] = Amount(held.quantity, held.bounds + node.bounds, currency)
            continue
        if is_bound and isinstance(node, Amount):
            places[node.quantity] = len(found)
        found.append(node)
    return found


def holds(amount: Amount, figures: Iterable[Figure]) -> bool:
    """Whether one of the figures is what is asked for."""
    return any(_is(amount, x) for x in figures)


def _is(amount: Amount, figure: Figure) -> bool:
    if figure.quantity != amount.quantity:
        return False
    if amount.currency not in (None, figure.currency):
        return False
    if not amount.bounds:
        return True
    if figure.low is None or figure.high is None:
        return False
    return all(_within(x, figure.low, figure.high) for x in amount.bounds)


def _within(bound: Bound, low: float, high: float) -> bool:
    match bound.operator:
        case ">":
            return high > bound.number
        case ">=":
            return high >= bound.number
        case "<":
            return low < bound.number
        case "<=":
            return low <= bound.number
        case _:
            return low <= bound.number <= high
