"""What a language brings to the extraction of facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.model.fact import Fact

Extractor = Callable[[Analysis], Iterable[Fact]]
"""A pure function of an analysis that yields the facts of its type."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The extractors of one language, in the order in which they run. Where two yield a fact of the
    same type, characters and rule, the first is kept.
    """

    extractors: tuple[Extractor, ...] = ()
