"""Who is in focus: the person whom a pronoun means, or who goes on speaking.

Comes in: an `Analysis`, a place, who spoke before, and what the language says of names: whom the
pronoun may mean, and which name is a subject. Goes out: a name or a `Speaker`; None where nobody
fits or two fit alike.
"""

from collections.abc import Callable

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.people import named_before
from baqylau.facts.grammar.speakers.speaker import Speaker
from baqylau.model.fact import Mention

Fits = Callable[[str], bool]
"""Whether the pronoun may mean a person of this name: by gender, where a language has genders."""
IsSubject = Callable[[Analysis, Mention], bool]
_ROLE_BEFORE = 160
"""Characters: the offset of a speaker is where the mention begins, which may be a long office
before the name.
"""


def in_focus(
    a: Analysis, offset: int, history: History, fits: Fits, is_subject: IsSubject
) -> str | None:
    """The last speaker, unless another subject who fits was named since then."""
    last_speaker = next(
        (
            (at, v.name)
            for at, v in history.before(offset)
            if v.name and v.personal and fits(v.name)
        ),
        None,
    )
    named = next(
        (
            m
            for m in named_before(a, offset)
            if m.end <= offset and fits(m.name) and is_subject(a, m)
        ),
        None,
    )
    if last_speaker and (named is None or last_speaker[0] >= named.start - _ROLE_BEFORE):
        return last_speaker[1]
    return named.name if named else None


def continuing(
    a: Analysis,
    offset: int,
    history: History,
    is_subject: IsSubject,
    role_of: Callable[[Analysis, str | None], str | None],
) -> Speaker | None:
    """The speaker of a quote without a reporting clause: the only person who is a subject in the
    sentence before, where nobody has spoken since; else the last speaker.
    """
    before = a.sentence_span(max(0, offset - 1))
    subjects = [
        m for m in a.mentions_in(before.start, offset) if m.type == "person" and is_subject(a, m)
    ]
    last = next(history.before(offset), None)
    if len(subjects) != 1 or (last and last[0] >= before.start):
        return last[1] if last else None
    name = subjects[0].name
    slot = a.slot(subjects[0].start, subjects[0].end, name)
    return Speaker(slot, name, role_of(a, name), "person")
