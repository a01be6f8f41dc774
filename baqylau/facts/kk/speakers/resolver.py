"""Who is named in a stretch of Kazakh text, in any case: what the attributions ask.

Comes in: an `Analysis` and a stretch of its text. Goes out: a `KazakhSpeaker`, or None.
"""

from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.resolver import speaker_of
from baqylau.facts.kk.speakers.hooks import HOOKS
from baqylau.facts.kk.speakers.mentions import ANY, mentions
from baqylau.model.fact import Slot


@dataclass(frozen=True, slots=True)
class KazakhSpeaker:
    """The words that name the speaker here, and the speaker's name (None where nobody is named)."""

    slot: Slot
    name: str | None
    role: str | None
    institution: bool = False


class KazakhSpeakerResolver:
    """Who is named in stretches of one text; the order of the questions does not matter."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis

    def in_stretch(self, start: int, end: int, last: bool = False) -> KazakhSpeaker | None:
        """Who is named in `text[start:end]`: a name before a noun phrase, the first or the last."""
        found = mentions(self._analysis, start, end, ANY)
        named = [m for m in found if m.mention] or found
        if not named:
            return None
        mention = named[-1 if last else 0]
        speaker = speaker_of(self._analysis, mention, History(), HOOKS)
        own = mention.mention
        slot = Slot(own.start, own.end, own.text, own.name) if own else speaker.slot
        return KazakhSpeaker(slot, speaker.name, speaker.role, speaker.kind == "institution")
