"""A name found in a text. Data only: the rules about names make them, `names.py` settles them.

Sureness: 3 a listed name or an organization's head word; 2 a given name, a title, a position
before it; 1 a run that looks like a name; 0 unknown.
"""

from dataclasses import dataclass
from typing import Literal

Type = Literal["person", "organization", "place"]


@dataclass(frozen=True, slots=True)
class Found:
    """`tokens[first:last]` names something; `name` where it is not the printed one."""

    type: Type | None
    first: int
    last: int
    sure: int
    name: str | None = None
