"""The cues of Kazakh speech: `деді`, `деп атап өтті`, `делінген`.

Comes in: a text and a place in it. Goes out: a `Cue`, or None where the words there report nothing.
"""

import re
from dataclasses import dataclass
from typing import Literal

from baqylau.lang.kk.speech import any_of, words
from baqylau.lang.kk.verb_forms import endings, finite, passive

_LISTED = re.compile(rf"деп\s+(?:{finite('say', 'think')})(?!\w)")
VOICED = (
    rf"деген\s+(?:(?:{any_of('held')})(?:\s+(?:отыр|екен|еді))?|(?:{any_of('voiced')})\w{{0,6}}"
    rf"\s+{finite('voices')})(?!\w)"
)
"""`деген пікірде`, `деген ойын айтты`."""
_OPEN = re.compile(rf"деп\s+(?P<verb>(?:\w+\s+){{0,3}}?\w+{endings()})(?!\w)")
_NEGATED = re.compile(r"[мбп][ае](?:й?[дт][ыі]|[ғг][ае]н)$")
_SAID = re.compile(rf"(?:{any_of('dedi')})(?!\w)")
_SAID_APART = re.compile(rf"(?:{any_of('said_apart')})(?!\w)")
_VOICED = re.compile(VOICED)
_WRITTEN = re.compile(rf"(?:{any_of('written')})(?!\w)")
_BARE = re.compile(rf"(?:{finite('say')})(?!\w)")
_RELAYS = re.compile(rf"(?:деп|дей)\s+(?:{any_of('reports')})(?!\w)")

CueKind = Literal["said", "written", "relay"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Half-open offsets of the cue words. `relay` passes news on (`деп хабарлайды`), `written` has
    no subject (`делінген`).
    """

    start: int
    end: int
    kind: CueKind


def cue_at(text: str, start: int, end: int, *, bare: bool = False) -> Cue | None:
    """The cue that begins right at `start`; `bare` also reads a verb without `деп`: `«…», атап өтті
    X`.
    """
    for pattern, kind in ((_WRITTEN, "written"), (_RELAYS, "relay"), (_SAID, "said")):
        found = pattern.match(text, start, end)
        if found:
            return Cue(start, found.end(), _KINDS[kind])
    found = _LISTED.match(text, start, end) or _VOICED.match(text, start, end)
    if found is None and bare:
        found = _BARE.match(text, start, end) or _SAID_APART.match(text, start, end)
    if found:
        return Cue(start, found.end(), "said")
    found = _OPEN.match(text, start, end)
    if found and not _reports_nothing(found["verb"]):
        return Cue(start, found.end(), "said")
    return None


_KINDS: dict[str, CueKind] = {"written": "written", "relay": "relay", "said": "said"}


def _reports_nothing(verb: str) -> bool:
    """`деп аталады`, `деп танылды`, `деп түңілмейді`: a name, a judgement, something not said."""
    nothing = passive().search(verb) or _NEGATED.search(verb)
    return verb.startswith(words("no_speech")) or nothing is not None


PUBLISHES = re.compile(rf"(?:{finite('publish')}|{any_of('reports')})(?!\w)")
"""What an institution does with a message: `хабарлады`, `мәлім етті`."""
