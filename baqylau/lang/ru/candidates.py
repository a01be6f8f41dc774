"""A name as it is being looked for: a range of words that may be a person, an organization or a
place.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "organization", "place"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A half-open range of token indices that may be a name; `name` is given where the rule knows
    it.
    """

    kind: Kind
    first: int
    last: int
    name: str | None = None
