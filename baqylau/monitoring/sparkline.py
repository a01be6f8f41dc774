"""Hours of the week as lines of text bars: 168 numbers come in, one line for each day goes out."""

import math
from collections.abc import Sequence

STEPS = "·▁▂▃▄▅▆▇█"
"""Zero, then eight heights: every number above zero is visible."""


def days(hours: Sequence[float]) -> list[str]:
    """Seven lines of 24 bars, Monday first; the highest hour of the week is the highest bar."""
    top = max(hours, default=0.0) or 1.0
    bars = "".join(STEPS[math.ceil((len(STEPS) - 1) * x / top)] for x in hours)
    return [bars[n : n + 24] for n in range(0, len(bars), 24)]
