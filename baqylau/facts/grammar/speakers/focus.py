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


def in_focus(
    a: Analysis, offset: int, history: History, fits: Fits, is_subject: IsSubject
) -> str | None:
    """The last speaker, unless another subject who fits was named since he spoke: then that one.
    Of two subjects in one sentence (`А и Б встретились. Он напомнил`) nobody is meant for sure.
    """
    last = next(
        (
            s
            for s in history.before(offset)
            if s.speaker.name and s.speaker.personal and fits(s.speaker.name)
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
    if named is None or (last and last.end >= named.end):
        return last.speaker.name if last else None
    sentence = a.sentence_span(named.start)
    start = max(sentence.start, last.end if last else 0)
    rivals = {
        m.name
        for m in a.mentions_in(start, min(sentence.end, offset))
        if m.type == "person" and fits(m.name) and is_subject(a, m)
    }
    return named.name if len(rivals) == 1 else None


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
    if len(subjects) != 1 or (last and last.place >= before.start):
        return last.speaker if last and last.speaker.kind != "people" else None
    name = subjects[0].name
    slot = a.slot(subjects[0].start, subjects[0].end, name)
    return Speaker(slot, name, role_of(a, name), "person")
