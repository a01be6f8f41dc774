"""A piece of reported speech whose speaker is not yet resolved, the reporting clause that shows it,
and what a language knows about such clauses.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotation_marks import Quoted
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

    `guest` is the one who answers in an interview, and is named only before it.

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
    guest: SpeakerMention | None = None


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """A reporting clause: its cue and the words that name its speaker. `end` is the offset behind
    which the speech may continue.

    `weak` says that its verb is no verb of speech (`подвёл итоги:`): only speech with a dash or
    marks may follow it. `written` says that its verb has no subject (`говорится в ответе X`).
    """

    cue: Slot
    speaker_mention: SpeakerMention | None
    end: int
    weak: bool = False
    document: str | None = None
    written: bool = False


@dataclass(frozen=True, slots=True)
class QuoteHooks:
    """What a language knows about reporting clauses. Offsets are those of the text."""

    cut: re.Pattern[str]
    """The dash inside speech behind which a reporting clause may begin: `. – сказал X`."""
    clause: Callable[[Analysis, int, Span, int, bool], ReportingClause | None]
    """`сказал X`: the clause that begins at this offset, within a span, its verb among so many
    words; a verb that is none of speech counts where the last argument is true."""
    reports: Callable[[Analysis, Slot], bool]
    """Whether a cue is a verb of speech."""
    leading: Callable[[Analysis, int, int], ReportingClause | None]
    """`Министр заявил:`: the clause that the words between two offsets are."""
    stated: Callable[[Analysis, int, int], ReportingClause | None]
    """`О ценах рассказал продавец X.`: a reporting verb and its speaker in a sentence between two
    offsets."""
    points_back: Callable[[Analysis, int, int], bool]
    """Whether a sentence begins with `об этом` or `так` and means the speech before it."""
    announced: Callable[[Analysis, Span], ReportingClause | None]
    """The clause of a paragraph that ends with a colon."""
    owner: Callable[[Analysis, int, int], SpeakerMention | None]
    """`Ответ X:`: whose words a noun of speech announces."""
    signature: Callable[[Analysis, int], SpeakerMention | None]
    """`(X, директор)`: the name that signs the speech before this offset."""
    named: Callable[[Analysis, int, int], SpeakerMention | None]
    """`Айбек Оспанов:`: the speaker, where nothing else stands between two offsets."""
    is_name: Callable[[Analysis, Quoted, Span], bool]
    """Whether words in marks are a name or a title: `канал «Степной патруль»`."""
    is_clause: Callable[[Analysis, Span], bool]
    """Whether the span has a finite verb."""
    is_whole: Callable[[Analysis, Span], bool] = lambda _a, _span: False
    """Whether words in marks that begin with a small letter are all that was said, and no part of
    the clause around them."""
