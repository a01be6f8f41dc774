"""Cleans mutated pages: prints how many were read, which raised, how long the longest took.

    python -m benchmarks.clean_mutations 20000 [FOLDER of *.html or *.html.gz]

The project's golden pages come in, or those of a folder; counts go to standard output. The exit
status is 1 where a page raised or took longer than a minute.
"""

import gzip
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from baqylau.clean import read
from baqylau.model.page import Page
from tests.property.test_clean import mutated

_MAX_SECONDS = 60.0  # seconds


def main() -> int:
    count, folder = (
        int(sys.argv[1]),
        Path(sys.argv[2] if len(sys.argv) > 2 else "tests/golden/pages"),
    )
    paths = sorted(x for x in folder.iterdir() if x.suffix in (".html", ".gz", ".bin"))
    bodies = [
        gzip.decompress(x.read_bytes()) if x.suffix == ".gz" else x.read_bytes() for x in paths
    ]
    chance, visit = random.Random(count), datetime(2026, 11, 24, 12, tzinfo=UTC)
    kinds: Counter[str] = Counter()
    longest = 0.0
    for number in range(count):
        body = mutated(bodies[number % len(bodies)], chance)
        start = time.monotonic()
        try:
            kinds[read(Page("https://example.kz/n/1", body, visit)).kind] += 1
        except Exception as wrong:  # noqa: BLE001  (what is counted)
            kinds[f"raised {type(wrong).__name__}: {wrong}"[:120]] += 1
        longest = max(longest, time.monotonic() - start)
    raised = sum(n for x, n in kinds.items() if x.startswith("raised"))
    print(
        f"{count} mutated pages of {len(bodies)}: {raised} raised, the longest took {longest:.1f}"
        f" s; {dict(kinds)}"
    )
    return 1 if raised or longest > _MAX_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
