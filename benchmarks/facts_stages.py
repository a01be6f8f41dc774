"""What each step of reading facts costs in CPU time: segmenting and morphology, names, then every
extractor in its order.

Comes in: articles. Goes out: lines of a report. Roles and speakers are cached and shared: the first
extractor that needs them pays for them, so the figures depend on the order of `Pack.extractors`.
"""

import time
from collections.abc import Iterator
from typing import Any

from baqylau.facts import PACKS
from baqylau.facts.analysis import analyse
from console.facts import source_of

_TURNS = 5


def stages(documents: list[dict[str, Any]]) -> Iterator[str]:
    """Milliseconds per article, the median of five turns."""
    turns = [_turn(documents) for _ in range(_TURNS + 1)][1:]  # the first loads the models
    yield "stage              ms per article"
    for name in turns[0]:
        yield f"{name:<18} {sorted(t[name] for t in turns)[_TURNS // 2]:8.2f}"


def _turn(documents: list[dict[str, Any]]) -> dict[str, float]:
    spent: dict[str, float] = {}

    def timed(name: str, work: Any) -> Any:
        start = time.process_time()
        made = work()
        spent[name] = spent.get(name, 0.0) + (time.process_time() - start) * 1000 / len(documents)
        return made

    for document in documents:
        analysis = timed("words and morphology", lambda d=document: analyse(source_of(d)))
        timed("names", lambda a=analysis: a.mentions)
        for extractor in PACKS[analysis.language].extractors:
            timed(extractor.__module__.split(".")[3], lambda e=extractor, a=analysis: list(e(a)))
    return spent
