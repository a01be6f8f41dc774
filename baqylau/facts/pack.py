"""What a language brings to the extraction of facts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.model.fact import Fact

Extractor = Callable[[Analysis], Iterable[Fact]]
"""A pure function of an analysis that yields the facts of its type."""
Finish = Callable[[Analysis, Sequence[Fact]], Sequence[Fact]]
"""What one fact type says about another, applied when all are found."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The extractors of one language, in the order in which they run. Where two yield a fact of the
    same type, characters and rule, the first is kept. `finish` steps run behind them, on all facts.
    """

    extractors: tuple[Extractor, ...] = ()
    finish: tuple[Finish, ...] = ()
