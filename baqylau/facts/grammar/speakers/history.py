"""Who has spoken in a text, with the place where each speaker is named.

Comes in: speakers in reading order, from the resolver pass. Goes out: those before a place, latest
first; what is asked about a place never depends on the text behind it.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from baqylau.facts.grammar.speakers.speaker import Speaker

MEMORY = 200
"""How many speakers before a place are searched; no reader remembers the two hundredth before."""


@dataclass(frozen=True, slots=True)
class Said:
    """That somebody spoke: where he is named, and where his words and his name end."""

    place: int
    end: int
    speaker: Speaker


class History:
    """The speakers of one text up to now."""

    def __init__(self) -> None:
        self._said: list[Said] = []

    def add(self, place: int, end: int, speaker: Speaker) -> None:
        """The speaker who is named at `place`, and whose words end at `end`, offsets of the
        text.
        """
        at = bisect_left(self._said, place + 1, key=lambda s: s.place)
        self._said.insert(at, Said(place, end, speaker))

    def before(self, offset: int) -> Iterator[Said]:
        """Who was named as a speaker before the offset, latest first."""
        end = bisect_left(self._said, offset, key=lambda s: s.place)
        return reversed(self._said[max(0, end - MEMORY) : end])

    def last(self, offset: int) -> Speaker | None:
        """Who spoke last before the offset."""
        return next((said.speaker for said in self.before(offset)), None)

    def last_institution(self, offset: int) -> Speaker | None:
        """Who wrote a document that the text just calls `the message`: the last speaker, if it is
        an institution; a person speaks and does not publish messages.
        """
        last = self.last(offset)
        return last if last and last.kind == "institution" else None

    def institutions(self, offset: int) -> list[tuple[int, str]]:
        """Places and names of the institutions that spoke before, latest first."""
        return [
            (said.place, said.speaker.name)
            for said in self.before(offset)
            if said.speaker.kind == "institution" and said.speaker.name
        ]
