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

from baqylau.checkup import UNLIKELY
from baqylau.checkup.chance import share_missing, tail
from baqylau.checkup.observed import HAD, UNREADABLE, Observed, Visit
from baqylau.model.issue import Finding, Trouble

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


def shut(seen: Observed) -> list[Finding]:
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


def _whole(visits: Sequence[Visit], run: Sequence[Visit]) -> Finding:
    words = list(dict.fromkeys(x.removeprefix("failed: ") for x in run[-1].ways.values()))
    times = "the last visit" if len(run) == 1 else f"the last {len(run)} visits"
    diagnosis = f"no way answered in {times}: {'; '.join(words)[:300]}"
    return Finding(
        _kind(run[-1].ways.values()),
        "",
        _well(visits, run),
        diagnosis,
        {"visits": len(run), "answers": dict(run[-1].ways)},
    )


def _way(url: str, visits: Sequence[Visit], kind: str) -> list[Finding]:
    told = [x for x in visits if url in x.ways]
    run = _last_run(
        told, lambda x: _lost(x.ways[url]) or (_empty(x.ways[url]) and kind not in MAY_BE_EMPTY)
    )
    if not run or len(run) < _enough([run[-1].ways[url]]):
        return []
    word = run[-1].ways[url]
    if _empty(word) and len(run) <= _longest_empty(told[: -len(run)], url):
        return []
    trouble = (
        _kind([word]) if word.startswith("failed") and not _GONE.search(word) else Trouble.CHANGED
    )
    diagnosis = (
        f"{kind or 'way'} {url}: {word.removeprefix('failed: ')} in the last {len(run)}"
        f" visit{'s' if len(run) > 1 else ''}"
    )
    return [
        Finding(trouble, url, _well(told, run), diagnosis, {"visits": len(run), "answer": word})
    ]


def _articles(visits: Sequence[Visit]) -> list[Finding]:
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


def _missed(visit: Visit) -> int:
    return sum(number for word, number in visit.looks.items() if word != HAD)


def _enough(words: Iterable[str]) -> int:
    """How many visits in a row make a finding of what the last one answered."""
    return 1 if any(x.startswith(UNREADABLE) for x in words) else TWICE


def _kind(words: Iterable[str]) -> Trouble:
    words = list(words)
    if any(x.startswith(UNREADABLE) for x in words):
        return Trouble.UNREADABLE
    return Trouble.BLOCKED if any(_TURNED_AWAY.search(x) for x in words) else Trouble.UNREACHABLE


def _lost(word: str) -> bool:
    return word.startswith(("failed", "invalid"))


def _empty(word: str) -> bool:
    return word.startswith("empty")


def _last_run(visits: Sequence[Visit], bad: Callable[[Visit], bool]) -> list[Visit]:
    run: list[Visit] = []
    for visit in reversed(visits):
        if not bad(visit):
            break
        run.insert(0, visit)
    return run


def _longest_empty(visits: Sequence[Visit], url: str) -> int:
    """How many visits in a row found the way empty before: some ways are so now and then."""
    longest = now = 0
    for visit in visits:
        now = now + 1 if _empty(visit.ways[url]) else 0
        longest = max(longest, now)
    return longest


def _well(visits: Sequence[Visit], run: Sequence[Visit]) -> datetime:
    """The last visit before the run, else its first."""
    before = len(visits) - len(run)
    return visits[before - 1].ended if before else run[0].started
