"""A piece of reported speech, whose speaker is not yet resolved."""

from dataclasses import dataclass
from typing import Literal

from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.model.fact import Slot
from baqylau.model.span import Span

Form = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class ReportedSpeech:
    """A piece of reported speech before its speaker is resolved. Where `speaker_mention` is None,
    `continues` says that the last speaker continues; otherwise the speaker is unknown.

    `document` is the noun of `говорится в сообщении`: its author speaks, who is looked for in the
    text before; a person who spoke last is not he.

    `at` is its place in reading order: pronouns are resolved by the text before it.
    """

    content: tuple[Span, ...]
    form: Form
    rule: str
    cue: Slot | None
    speaker_mention: SpeakerMention | None
    at: int
    continues: bool = False
    document: str | None = None
