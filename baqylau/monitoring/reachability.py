"""Detects outlets that cannot be reached: observations come in; a finding goes out where one
discovery source, all sources, or most articles could not be fetched in two visits in a row. A
single failure is no finding, except an answer that ended the process that read it, which is
reported at once.

An empty feed, an invalid feed and a 304 are three different results: the first two are findings
when they repeat; the third ("unchanged") only comes from a source that answered before, since after
a failure the crawler sends no conditional request.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from baqylau.model.issue import Finding, Trouble
from baqylau.model.visit import FETCHED, SourceOutcome, SourceResult
from baqylau.monitoring import UNLIKELY
from baqylau.monitoring.observations import Observations, VisitLog
from baqylau.monitoring.statistics import share_missing, tail

MIN_VISITS = 2  # visits
MIN_MISSED = 3  # articles not fetched in one visit, if they are at least half of those requested
USUAL_SHARE = 0.95  # share of articles that can be fetched, at a new outlet
MAY_BE_EMPTY = frozenset({"sitemap"})
"""A news sitemap lists the last two days: that of a quiet outlet may be empty."""
_BLOCKED = re.compile(
    r"answers (401|402|403|406|407|409|418|429|451)\b|robots\.txt|certificate|stay away"
)
_GONE = re.compile(r"answers (404|410)\b")
_TIMED_OUT = "timed out"


def unreachable(observed: Observations) -> list[Finding]:
    """A finding for the whole outlet; else for each source that fails while others answer, and for
    its articles.
    """
    visits = [x for x in observed.visits if x.sources]
    failed = _last_failed(visits, lambda x: not x.reached)
    if failed and len(failed) >= _visits_needed(failed[-1].sources.values()):
        return [_outlet_finding(visits, failed)]
    findings = [
        x
        for url in dict.fromkeys(u for v in visits[-MIN_VISITS:] for u in v.sources)
        for x in _source_findings(url, visits, observed.kinds.get(url, ""))
    ]
    return findings + _article_findings(visits)


def _outlet_finding(visits: Sequence[VisitLog], failed: Sequence[VisitLog]) -> Finding:
    words = list(dict.fromkeys(x.reason for x in failed[-1].sources.values()))
    times = "the last visit" if len(failed) == 1 else f"the last {len(failed)} visits"
    diagnosis = f"no discovery source answered in {times}: {'; '.join(words)[:300]}"
    return Finding(
        _trouble(list(failed[-1].sources.values())),
        "",
        _last_good(visits, failed),
        diagnosis,
        {"visits": len(failed), "answers": {url: str(x) for url, x in failed[-1].sources.items()}},
    )


def _source_findings(url: str, visits: Sequence[VisitLog], kind: str) -> list[Finding]:
    known = [x for x in visits if url in x.sources]
    failed = _last_failed(
        known,
        lambda x: (
            not x.sources[url].good
            and not (x.sources[url].outcome is SourceOutcome.EMPTY and kind in MAY_BE_EMPTY)
        ),
    )
    if not failed or len(failed) < _visits_needed([failed[-1].sources[url]]):
        return []
    last = failed[-1].sources[url]
    if last.outcome is SourceOutcome.EMPTY and len(failed) <= _longest_empty(
        known[: -len(failed)], url
    ):
        return []
    is_unreachable = not last.answered and not _GONE.search(last.detail)
    trouble = _trouble([last]) if is_unreachable else Trouble.CHANGED
    times = "the last visit" if len(failed) == 1 else f"the last {len(failed)} visits"
    diagnosis = f"{kind or 'source'} {url}: {last.reason} in {times}"
    evidence = {"visits": len(failed), "answer": str(last)}
    return [Finding(trouble, url, _last_good(known, failed), diagnosis, evidence)]


def _article_findings(visits: Sequence[VisitLog]) -> list[Finding]:
    """Sources answer, but most articles cannot be fetched: far more than ever before."""
    fetching = [x for x in visits if x.fetches]
    failed = _last_failed(
        fetching,
        lambda x: (
            _missed_fetches(x) >= MIN_MISSED and 2 * _missed_fetches(x) >= sum(x.fetches.values())
        ),
    )
    before = fetching[: len(fetching) - len(failed)]
    missed, of = sum(map(_missed_fetches, failed)), sum(sum(x.fetches.values()) for x in failed)
    usual = share_missing(
        sum(map(_missed_fetches, before)), sum(sum(x.fetches.values()) for x in before), USUAL_SHARE
    )
    probability = tail(missed, of, usual)
    if len(failed) < MIN_VISITS or probability >= UNLIKELY:
        return []
    reasons: Counter[str] = Counter()
    for visit in failed:
        reasons.update({word: number for word, number in visit.fetches.items() if word != FETCHED})
    word = reasons.most_common(1)[0][0]
    trouble = (
        Trouble.SLOW
        if word == _TIMED_OUT
        else Trouble.CHANGED
        if _GONE.search(word)
        else _kind([word])
    )
    diagnosis = (
        f"its sources answer, but {missed} of {of} articles could not be fetched in the last"
        f" {len(failed)} visits: {word}"
    )
    evidence = {"visits": len(failed), "articles": dict(reasons), "usual_share": round(usual, 3)}
    return [
        Finding(trouble, "articles", _last_good(fetching, failed), diagnosis, evidence, probability)
    ]


def _missed_fetches(visit: VisitLog) -> int:
    return sum(number for word, number in visit.fetches.items() if word != FETCHED)


def _visits_needed(results: Iterable[SourceResult]) -> int:
    """How many visits in a row with these results make a finding."""
    return 1 if any(x.outcome is SourceOutcome.UNREADABLE for x in results) else MIN_VISITS


def _trouble(results: Sequence[SourceResult]) -> Trouble:
    if any(x.outcome is SourceOutcome.UNREADABLE for x in results):
        return Trouble.UNREADABLE
    return _kind(map(str, results))


def _kind(words: Iterable[str]) -> Trouble:
    return Trouble.BLOCKED if any(_BLOCKED.search(x) for x in words) else Trouble.UNREACHABLE


def _last_failed(visits: Sequence[VisitLog], bad: Callable[[VisitLog], bool]) -> list[VisitLog]:
    failed: list[VisitLog] = []
    for visit in reversed(visits):
        if not bad(visit):
            break
        failed.insert(0, visit)
    return failed


def _longest_empty(visits: Sequence[VisitLog], url: str) -> int:
    """How many visits in a row found the source empty before: some are empty now and then."""
    longest = now = 0
    for visit in visits:
        now = now + 1 if visit.sources[url].outcome is SourceOutcome.EMPTY else 0
        longest = max(longest, now)
    return longest


def _last_good(visits: Sequence[VisitLog], failed: Sequence[VisitLog]) -> datetime:
    """The end of the last visit before the failed ones, else the start of the first failed one."""
    before = len(visits) - len(failed)
    return visits[before - 1].ended if before else failed[0].started
