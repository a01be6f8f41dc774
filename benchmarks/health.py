"""`python -m benchmarks.health`: simulated newsrooms come in, a table of what the detectors find
goes out: false alarms in healthy months, and how late each kind of fault is reported.

The draws are seeded; `--seed N` gives others, `--streams N` more of each.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from baqylau.model.issue import Finding, Trouble
from baqylau.monitoring.diagnosis import diagnose
from baqylau.monitoring.field_coverage import missing_fields
from baqylau.monitoring.silence import silent
from baqylau.monitoring.volume import reduced
from benchmarks.rhythms import DAY, FEED, HOUR, START, Newsroom, draw

BUSY, SMALL, QUIET = (15, 120), (15, 25), (5, 15)  # articles a day
BEFORE = 56  # days of history before the fault


@dataclass(frozen=True)
class Fault:
    """`kept` of the articles are still found; `limit`: days within which it should be reported."""

    name: str
    sizes: tuple[int, int]
    kept: float
    limit: int
    source: str | None = None


LOSSES = (
    Fault("total stop, 15-120 a day", BUSY, 0.0, 5),
    Fault("90 % lost, 15-120 a day", BUSY, 0.1, 5),
    Fault("75 % lost, 15-120 a day", BUSY, 0.25, 5),
    Fault("50 % lost, 15-120 a day", BUSY, 0.5, 10),
    Fault("50 % lost, 15-25 a day", SMALL, 0.5, 10),
    Fault("25 % lost, 15-120 a day", BUSY, 0.75, 21),
    Fault("75 % lost, 5-15 a day", QUIET, 0.25, 10),
    Fault("50 % lost, 5-15 a day", QUIET, 0.5, 21),
    Fault("the feed stops, 15-120 a day", BUSY, 0.0, 10, FEED),
)


def loss_delays(
    fault: Fault, seeds: Sequence[int], step: timedelta = DAY / 2
) -> list[float | None]:
    """For each stream after how many days the loss was reported; None where it was not."""
    found: list[float | None] = []
    for seed in seeds:
        chance = random.Random(seed)
        rhythm = draw(chance, *fault.sizes)
        began = START + BEFORE * DAY + chance.randrange(7 * 24) * HOUR
        stream = Newsroom(
            rhythm,
            seed,
            BEFORE + 8 + fault.limit,
            loss_from=began,
            kept=fault.kept,
            source_lost=fault.source,
        )
        moments = (began + n * step for n in range(1, int(fault.limit * DAY / step) + 1))
        hit = next((x for x in moments if _loss(stream, x)), None)
        found.append((hit - began) / DAY if hit else None)
    return found


def _loss(stream: Newsroom, moment: object) -> list[Finding]:
    observed = stream.until(moment)  # type: ignore[arg-type]
    return silent(observed) + reduced(observed)


def false_alarms(streams: int, seed: int, days: int = 30) -> tuple[int, list[str]]:
    """The number of outlet months, and what was reported in them though nothing was wrong. Each
    stream is judged four times a day from its first hour to three weeks, and then for a month.
    """
    found = []
    for n in range(streams):
        chance = random.Random(seed + n)
        rhythm = draw(chance, *(QUIET if n % 3 == 0 else BUSY))
        stream = Newsroom(rhythm, seed + n, BEFORE + days, start=START + chance.randrange(7) * DAY)
        first = [stream.start + k * DAY / 4 for k in range(4, 21 * 4)]
        later = [stream.start + BEFORE * DAY + k * DAY / 2 for k in range(2 * days)]
        for moment in (*first, *later):
            found += [
                f"{n}: {moment:%m-%d %H} {x.trouble}: {x.diagnosis}"
                for x in diagnose(stream.until(moment))
            ]
    return streams, found


def field_delays(name: str, seeds: Sequence[int], share: float = 1.0) -> list[float | None]:
    """After how many articles it was reported that so many of the pages lack a field."""
    found: list[float | None] = []
    for seed in seeds:
        chance = random.Random(seed)
        began = START + BEFORE * DAY
        stream = Newsroom(
            draw(chance, *BUSY),
            seed,
            BEFORE + 3,
            fields=lambda chance, at, began=began: (
                {name: False} if at > began and chance.random() < share else {}
            ),
        )
        moments = [x for x in sorted(set(stream.arrivals)) if x > began]
        hit = next((x for x in moments if _lacks(stream, x, name)), None)
        found.append(sum(x <= hit for x in stream.arrivals if x > began) if hit else None)
    return found


def _lacks(stream: Newsroom, moment: object, name: str) -> bool:
    found = missing_fields(stream.until(moment))  # type: ignore[arg-type]
    return any(x.trouble is Trouble.CHANGED and x.subject == name for x in found)


def table(streams: int, seed: int) -> Iterator[str]:
    months, alarms = false_alarms(49, seed)
    yield f"false alarms in {months} healthy outlet months: {len(alarms)}"
    yield from alarms[:10]
    yield "| fault | reported | within | median | latest |"
    yield "|---|---|---|---|---|"
    seeds = range(seed, seed + streams)
    for fault in LOSSES:
        yield _row(fault.name, loss_delays(fault, seeds), f"{fault.limit} days", "d")
    for name, words in (("published", "dates vanish"), ("own", "a paywall: one text for all")):
        yield _row(words, field_delays(name, seeds), "3 days", "articles")


def _row(name: str, delays: Sequence[float | None], limit: str, unit: str) -> str:
    known = [x for x in delays if x is not None]
    ends = f"{median(known):.1f} {unit} | {max(known):.1f} {unit}" if known else "- | -"
    return f"| {name} | {len(known)} of {len(delays)} | {limit} | {ends} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for line in table(given.streams, given.seed):
        print(line, flush=True)
