"""The one pass that finds the speakers of a text, in reading order: a name means that person, a
role noun the person who holds the role, a pronoun who is in focus, a noun of an institution the one
named before; where two readings compete, nobody.

Comes in: all the speech of a text and the hooks of its language. Goes out: a `Speaker` for each
piece of speech, or None, and the `History` in which later readers look a mention up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.speaker import Kind, Speaker, SpeakerMention
from baqylau.model.span import Span

Read = Callable[[Analysis, SpeakerMention, History], Speaker]
"""Who a mention means, by the text and the speakers before it."""


@dataclass(frozen=True, slots=True)
class SpeakerHooks:
    """What a language knows about its speakers: a reader for each kind of mention, the author of a
    document (`the letter says`; None where the text does not say whose it is), and who goes on
    speaking where no clause names a speaker.
    """

    readers: Mapping[Kind, Read]
    author: Callable[[Analysis, str, int], SpeakerMention | None]
    continuing: Callable[[Analysis, int, History], Speaker | None]


class Spoken(Protocol):
    """What the pass needs to know of a piece of speech. `at` is its place in reading order."""

    @property
    def at(self) -> int: ...
    @property
    def content(self) -> tuple[Span, ...]: ...
    @property
    def speaker_mention(self) -> SpeakerMention | None: ...
    @property
    def continues(self) -> bool: ...
    @property
    def document(self) -> str | None: ...
    @property
    def guest(self) -> SpeakerMention | None: ...


def speaker_of(
    a: Analysis, mention: SpeakerMention, history: History, hooks: SpeakerHooks
) -> Speaker:
    """The speaker whom a mention means at its place."""
    return hooks.readers[mention.kind](a, mention, history)


def speakers_of(
    a: Analysis, speech: Sequence[Spoken], hooks: SpeakerHooks
) -> tuple[tuple[Speaker | None, ...], History]:
    """The speaker of each piece of speech, in the order in which they are given."""
    history = History()
    found: dict[int, Speaker | None] = {}
    for i, piece in sorted(enumerate(speech), key=lambda p: p[1].at):
        mention = piece.speaker_mention
        if mention is None and piece.document is not None:
            mention = hooks.author(a, piece.document, piece.at)
        if mention is not None:
            speaker = speaker_of(a, mention, history, hooks)
            end = max(mention.end, *(c.end for c in piece.content))
            history.add(mention.start, end, speaker)
            found[i] = speaker
        elif piece.guest is not None:
            found[i] = speaker_of(a, piece.guest, history, hooks)
        elif piece.document is not None:
            found[i] = history.last_institution(piece.at) if piece.document else None
        else:
            found[i] = hooks.continuing(a, piece.at, history) if piece.continues else None
    return tuple(found[i] for i in range(len(speech))), history
