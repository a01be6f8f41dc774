"""A candidate for a name: a range of words that may be a person, an organization or a place. Data
only: the rules of names make candidates and compare them.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "organization", "place"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A half-open range of token indices that may be a name; `name` is set where the rule already
    knows the canonical name.
    """

    kind: Kind
    first: int
    last: int
    name: str | None = None
