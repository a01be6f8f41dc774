"""Russian rules, one file a fact type: each takes an `Analysis` and yields facts of its type."""

from baqylau.facts.ru import (
    amounts,
    appointments,
    attribution,
    dates,
    documents,
    events,
    forecasts,
    quotes,
    roles,
)

__all__ = [
    "amounts",
    "appointments",
    "attribution",
    "dates",
    "documents",
    "events",
    "forecasts",
    "quotes",
    "roles",
]
