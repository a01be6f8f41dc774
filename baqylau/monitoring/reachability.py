"""Shut doors: a way, all ways, or all articles that could not be had in two visits in a row. One
failure is weather; an answer that killed its reader is none, and told at once.

An empty feed, an invalid feed and a 304 are three things: the first two are findings when they
repeat, the third ("unchanged") is an answer only from a way that answered before (the crawler asks
without conditions after a failure).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from baqylau.model.issue import Finding, Trouble
from baqylau.model.visit import SourceOutcome, SourceResult
from baqylau.monitoring import UNLIKELY
from baqylau.monitoring.observations import HAD, Observations, VisitLog
from baqylau.monitoring.statistics import share_missing, tail

TWICE = 2  # visits
FEWEST_LOOKS = (
    3  # articles that could not be had in one visit, and they are half of those asked for
)
USUALLY_HAD = 0.95  # share of articles that can be had, at an outlet nobody knows yet
MAY_BE_EMPTY = frozenset(
    {"sitemap"}
)  # a news sitemap names the last two days: that of a quiet outlet is empty and well
_TURNED_AWAY = re.compile(
    r"answers (401|402|403|406|407|409|418|429|451)\b|robots\.txt|certificate|stay away"
)
_GONE = re.compile(r"answers (404|410)\b")
_LATE = "timed out"


def unreachable(seen: Observations) -> list[Finding]:
    """The whole outlet, or each way that is lost while others go on, or its articles."""
    visits = [x for x in seen.visits if x.ways]
    run = _last_run(visits, lambda x: not x.reached)
    if run and len(run) >= _enough(run[-1].ways.values()):
        return [_whole(visits, run)]
    ways = [
        x
        for url in dict.fromkeys(u for v in visits[-TWICE:] for u in v.ways)
        for x in _way(url, visits, seen.kinds.get(url, ""))
    ]
    return ways + _articles(visits)


def _whole(visits: Sequence[VisitLog], run: Sequence[VisitLog]) -> Finding:
    words = list(dict.fromkeys(x.reason for x in run[-1].ways.values()))
    times = "the last visit" if len(run) == 1 else f"the last {len(run)} visits"
    diagnosis = f"no way answered in {times}: {'; '.join(words)[:300]}"
    return Finding(
        _trouble(list(run[-1].ways.values())),
        "",
        _well(visits, run),
        diagnosis,
        {"visits": len(run), "answers": {url: str(x) for url, x in run[-1].ways.items()}},
    )


def _way(url: str, visits: Sequence[VisitLog], kind: str) -> list[Finding]:
    told = [x for x in visits if url in x.ways]
    run = _last_run(
        told,
        lambda x: (
            not x.ways[url].good
            and not (x.ways[url].outcome is SourceOutcome.EMPTY and kind in MAY_BE_EMPTY)
        ),
    )
    if not run or len(run) < _enough([run[-1].ways[url]]):
        return []
    last = run[-1].ways[url]
    if last.outcome is SourceOutcome.EMPTY and len(run) <= _longest_empty(told[: -len(run)], url):
        return []
    away = not last.answered and not _GONE.search(last.detail)
    trouble = _trouble([last]) if away else Trouble.CHANGED
    times = "the last visit" if len(run) == 1 else f"the last {len(run)} visits"
    diagnosis = f"{kind or 'way'} {url}: {last.reason} in {times}"
    evidence = {"visits": len(run), "answer": str(last)}
    return [Finding(trouble, url, _well(told, run), diagnosis, evidence)]


def _articles(visits: Sequence[VisitLog]) -> list[Finding]:
    """Lists answer, and most articles cannot be had: far more than ever before."""
    asked = [x for x in visits if x.looks]
    run = _last_run(
        asked, lambda x: _missed(x) >= FEWEST_LOOKS and 2 * _missed(x) >= sum(x.looks.values())
    )
    before = asked[: len(asked) - len(run)]
    missed, of = sum(map(_missed, run)), sum(sum(x.looks.values()) for x in run)
    usual = share_missing(
        sum(map(_missed, before)), sum(sum(x.looks.values()) for x in before), USUALLY_HAD
    )
    chance = tail(missed, of, usual)
    if len(run) < TWICE or chance >= UNLIKELY:
        return []
    reasons: Counter[str] = Counter()
    for visit in run:
        reasons.update({word: number for word, number in visit.looks.items() if word != HAD})
    word = reasons.most_common(1)[0][0]
    trouble = (
        Trouble.SLOW if word == _LATE else Trouble.CHANGED if _GONE.search(word) else _kind([word])
    )
    diagnosis = (
        f"its ways answer, and {missed} of {of} articles could not be had in the last {len(run)}"
        f" visits: {word}"
    )
    evidence = {"visits": len(run), "articles": dict(reasons), "usual_share": round(usual, 3)}
    return [Finding(trouble, "articles", _well(asked, run), diagnosis, evidence, chance)]


def _missed(visit: VisitLog) -> int:
    return sum(number for word, number in visit.looks.items() if word != HAD)


def _enough(results: Iterable[SourceResult]) -> int:
    """How many visits in a row make a finding of what the last one answered."""
    return 1 if any(x.outcome is SourceOutcome.UNREADABLE for x in results) else TWICE


def _trouble(results: Sequence[SourceResult]) -> Trouble:
    if any(x.outcome is SourceOutcome.UNREADABLE for x in results):
        return Trouble.UNREADABLE
    return _kind(map(str, results))


def _kind(words: Iterable[str]) -> Trouble:
    return Trouble.BLOCKED if any(_TURNED_AWAY.search(x) for x in words) else Trouble.UNREACHABLE


def _last_run(visits: Sequence[VisitLog], bad: Callable[[VisitLog], bool]) -> list[VisitLog]:
    run: list[VisitLog] = []
    for visit in reversed(visits):
        if not bad(visit):
            break
        run.insert(0, visit)
    return run


def _longest_empty(visits: Sequence[VisitLog], url: str) -> int:
    """How many visits in a row found the way empty before: some ways are so now and then."""
    longest = now = 0
    for visit in visits:
        now = now + 1 if visit.ways[url].outcome is SourceOutcome.EMPTY else 0
        longest = max(longest, now)
    return longest


def _well(visits: Sequence[VisitLog], run: Sequence[VisitLog]) -> datetime:
    """The last visit before the run, else its first."""
    before = len(visits) - len(run)
    return visits[before - 1].ended if before else run[0].started
