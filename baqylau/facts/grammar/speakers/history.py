"""Who has spoken in a text, with the place where each speaker is named.

Comes in: speakers in reading order, from the resolver pass. Goes out: those before a place, latest
first; what is asked about a place never depends on the text behind it.
"""

from bisect import bisect_left
from collections.abc import Iterator

from baqylau.facts.grammar.speakers.speaker import Speaker

MEMORY = 200
"""How many speakers before a place are searched; no reader remembers the two hundredth before."""


class History:
    """The speakers of one text up to now."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._speakers: list[Speaker] = []

    def add(self, place: int, speaker: Speaker) -> None:
        """The speaker who is named at `place`, an offset of the text."""
        at = bisect_left(self._places, place + 1)
        self._places.insert(at, place)
        self._speakers.insert(at, speaker)

    def before(self, offset: int) -> Iterator[tuple[int, Speaker]]:
        """Places and speakers before the offset, latest first."""
        end = bisect_left(self._places, offset)
        for i in range(end - 1, max(-1, end - 1 - MEMORY), -1):
            yield self._places[i], self._speakers[i]

    def last(self, offset: int) -> Speaker | None:
        """Who spoke last before the offset."""
        return next((speaker for _, speaker in self.before(offset)), None)

    def last_institution(self, offset: int) -> Speaker | None:
        """Who wrote a document that the text just calls `the message`: the last speaker, if it is
        an institution; a person speaks and does not publish messages.
        """
        last = self.last(offset)
        return last if last and last.kind == "institution" else None

    def institutions(self, offset: int) -> list[tuple[int, str]]:
        """Places and names of the institutions that spoke before, latest first."""
        return [
            (at, speaker.name)
            for at, speaker in self.before(offset)
            if speaker.kind == "institution" and speaker.name
        ]
