"""The plot of a search over time: numbers come in, bars for a small SVG of each outlet go out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from baqylau.store.queries.search_counts import OutletLine, Plot

WIDTH, HEIGHT = 620, 56
"""Of one outlet's drawing, in its own units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` is of all that the outlet printed, in percent; None where it printed nothing."""

    day: date
    found: int
    printed: int
    share: float | None
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """One outlet; `total` and `printed` are of the whole time."""

    outlet: str
    name: str
    total: int
    printed: int
    bars: tuple[Bar, ...]


def drawings(plot: Plot) -> tuple[list[Drawing], float]:
    """A drawing for each outlet, and the share in percent that the highest bar of all means."""
    top = max((y for x in plot.lines for y in _shares(x) if y is not None), default=0.0) or 1.0
    return [_drawing(plot, x, top) for x in plot.lines], top


def _shares(line: OutletLine) -> list[float | None]:
    pairs = zip(line.found, line.printed, strict=True)
    return [100 * x / y if y else None for x, y in pairs]


def _drawing(plot: Plot, line: OutletLine, top: float) -> Drawing:
    step = WIDTH / len(line.found)
    bars = []
    for n, share in enumerate(_shares(line)):
        height = round(HEIGHT * (share or 0) / top, 1)
        x, width = round(n * step + step * 0.1, 1), round(step * 0.8, 1)
        y = round(HEIGHT - height, 1)
        given: Mapping[str, int] = {"found": line.found[n], "printed": line.printed[n]}
        bars.append(Bar(plot.days[n], share=share, x=x, y=y, width=width, height=height, **given))
    return Drawing(line.outlet, line.name, sum(line.found), sum(line.printed), tuple(bars))
