"""Conditions of a watch on the facts of an article: somebody joins or leaves an organization, a
figure is beyond a threshold. A watch and facts come in, yes or no goes out.

Facts are rows as the store keeps them, the slots in the shape of the public contract.
"""

from collections.abc import Iterable

from baqylau.model.fact import Amount, Appointment
from baqylau.model.watch import Figure, Watch
from baqylau.query.index_tokens import FactRow
from baqylau.query.names import contains


def kinds_of(watch: Watch) -> tuple[str, ...]:
    """The kinds of facts that an article must have."""
    asked = ((Appointment.type, watch.appointed), (Amount.type, watch.figure))
    return tuple(kind for kind, condition in asked if condition)


def holds(watch: Watch, facts: Iterable[FactRow]) -> bool:
    """Whether the facts are what the watch asks for; a watch without a condition asks nothing."""
    organization, figure, facts = watch.appointed, watch.figure, tuple(facts)
    if organization and not any(_joins(x, organization) for x in facts):
        return False
    return figure is None or any(_is_beyond(x, figure) for x in facts)


def _joins(fact: FactRow, organization: str) -> bool:
    if fact.type != Appointment.type:
        return False
    named = fact.slots.get("organization") or {}
    return any(contains(named.get(x) or "", organization) for x in ("name", "text"))


def _is_beyond(fact: FactRow, figure: Figure) -> bool:
    if fact.type != Amount.type:
        return False
    slots = fact.slots
    if figure.currency is not None and slots.get("currency") != figure.currency:
        return False
    values = [x for x in (slots.get("value"), slots.get("high")) if x is not None]
    return any(x >= figure.over for x in values)
