"""What a reader is shown of a fact: a fact in the shape of the public contract comes in, its words
go out.
"""

from collections.abc import Mapping
from typing import Any


def words_of(fact: Mapping[str, Any]) -> str:
    """The words of a fact; of a quote or forecast only what was said, without what is around it."""
    start, whole = fact["start"], str(fact["text"])
    said = [whole[a - start : b - start] for a, b in fact.get("content") or () if a >= start]
    return " … ".join(x for x in said if x) or whole
