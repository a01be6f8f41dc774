"""What a probe proposes to change in an outlet's file: the file's text and the result of the probe
come in, a diff goes out that a person checks and applies.
"""

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from baqylau.model.outlet import Outlet
from baqylau.model.visit import SourceOutcome

if TYPE_CHECKING:
    from crawler.probe import ProbeResult

_PATTERN = re.compile(r"(?m)^articles\s*=.*$")
_ZONE = re.compile(r"(?m)^timezone\s*=.*$")
_GOOD = (SourceOutcome.READ, SourceOutcome.UNCHANGED)


def proposal(path: Path, outlet: Outlet, probed: "ProbeResult") -> str:
    """A unified diff of the outlet's file with another pattern where no link was an article, and
    another address for each source that failed; "" where nothing better was found.
    """
    before = path.read_text(encoding="utf-8")
    after = _with_sources(_with_pattern(before, outlet, probed), outlet, probed)
    return "".join(
        difflib.unified_diff(
            before.splitlines(keepends=True),
            after.splitlines(keepends=True),
            str(path),
            str(path),
            n=2,
        )
    )


def _with_pattern(text: str, outlet: Outlet, probed: "ProbeResult") -> str:
    found = probed.draft
    if probed.links or found is None or not found.pattern or found.pattern == outlet.articles:
        return text
    line = f"articles = '{found.pattern}'"
    if _PATTERN.search(text):
        return _PATTERN.sub(lambda _: line, text, count=1)
    return _ZONE.sub(lambda zone: f"{zone[0]}\n{line}", text, count=1)


def _with_sources(text: str, outlet: Outlet, probed: "ProbeResult") -> str:
    """A source that failed gets the address of a source of its kind that answered."""
    if probed.draft is None:
        return text
    known = {x.url for x in outlet.discover}
    free = [x for x in probed.draft.sources if x[1] not in known]
    for source in outlet.discover:
        result = probed.sources.get(source.url)
        if result is None or result.outcome in _GOOD or result.outcome is SourceOutcome.EMPTY:
            continue
        other = next((x for x in free if x[0] == source.kind.value), None)
        if other is not None:
            free.remove(other)
            text = text.replace(f'"{source.url}"', f'"{other[1]}"', 1)
    return text
