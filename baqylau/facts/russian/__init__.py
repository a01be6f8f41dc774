"""Russian rules, one file a fact type: each takes an `Analysis` and yields facts of its type."""

from baqylau.facts.russian import appointments, dates, quotes, roles

__all__ = ["appointments", "dates", "quotes", "roles"]
