"""Detects patterns that refuse an outlet's own articles: observations come in, a finding goes out
for each discovery source whose refused links looked like articles each of the last times it was
read.
"""

from collections.abc import Sequence

from baqylau.model.issue import Finding, Trouble
from baqylau.model.visit import SourceOutcome
from baqylau.monitoring.observations import Observations, VisitLog

MIN_READ = 3  # times that the source was read; one odd list is no finding
_PARSED = frozenset({SourceOutcome.READ, SourceOutcome.EMPTY})


def narrow_patterns(observed: Observations) -> list[Finding]:
    urls = dict.fromkeys(u for v in observed.visits[-MIN_READ:] for u in v.sources)
    return [x for url in urls for x in _findings(url, observed.visits)]


def _findings(url: str, visits: Sequence[VisitLog]) -> list[Finding]:
    read = [x for x in visits if url in x.sources and x.sources[url].outcome in _PARSED]
    last = read[-MIN_READ:]
    if len(last) < MIN_READ or not all(x.sources[url].lookalike for x in last):
        return []
    result = last[-1].sources[url]
    diagnosis = (
        f"{url} lists {result.refused} links that the pattern `articles` refuses, and some look"
        f" like articles: {result.lookalike}; widen the pattern in the outlet's TOML"
    )
    evidence = {"refused": result.refused, "example": result.lookalike}
    return [Finding(Trouble.CHANGED, url, last[0].started, diagnosis, evidence)]
