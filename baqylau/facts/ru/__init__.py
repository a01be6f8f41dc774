"""Rules for Russian, one file per fact type. Each takes an `Analysis` and yields the facts of its
type.
"""

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
