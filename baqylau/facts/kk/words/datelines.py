"""The dateline of a Kazakh text: `АСТАНА. ҚАЗАҚПАРАТ –`.

Comes in: an `Analysis`. Goes out: where the first sentence begins behind it. The newsroom of a
dateline says nothing and is no subject.
"""

import re

from baqylau.facts.analysis import Analysis, memoized
from baqylau.lang.kk.wordlists import wordlist

_AGENCIES = "|".join(map(re.escape, wordlist("attribution")["agencies"]))
_DATELINE = re.compile(rf"[^\n]{{0,40}}?(?<!\w)(?:{_AGENCIES})\s{{0,2}}[–—-]\s{{0,2}}")
_REACH = 300  # characters: a time and the headline may stand before it
_LINES = 4


@memoized
def dateline_end(analysis: Analysis) -> int:
    """The offset behind the dateline; 0 where there is none."""
    for paragraph in analysis.paragraphs[:_LINES]:
        found = _DATELINE.match(analysis.text, paragraph.start, paragraph.end)
        if found and paragraph.start < _REACH:
            return found.end()
    return 0


def behind_dateline(analysis: Analysis, start: int, end: int) -> int:
    """`start`, or the end of the dateline where it stands in `text[start:end]`."""
    found = dateline_end(analysis)
    return found if start < found <= end else start
