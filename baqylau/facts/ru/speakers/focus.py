"""Who is in focus: the person whom a pronoun or a general noun (`собеседник`) means.

Comes in: an `Analysis`, a place, the genders that are allowed and who spoke before. Goes out: a
name, or None.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.ru.words.people import genders, named_before
from baqylau.facts.ru.words.speech import touching_marks
from baqylau.model.fact import Mention
from baqylau.model.span import Span

_ROLE_BEFORE = 160
"""Characters: the offset of a speaker is where the mention begins, which may be a long office
before the name.
"""


def in_focus(a: Analysis, offset: int, wanted: str, history: History) -> str | None:
    """The last speaker, unless another subject of these genders was named since then."""
    allowed = set(wanted)
    last_speaker = next(
        (
            (at, v.name)
            for at, v in history.before(offset)
            if v.name and v.personal and allowed & set(genders(v.name))
        ),
        None,
    )
    named = next(
        (
            m
            for m in named_before(a, offset)
            if m.end <= offset and allowed & set(genders(m.name)) and is_subject(a, m)
        ),
        None,
    )
    if last_speaker and (named is None or last_speaker[0] >= named.start - _ROLE_BEFORE):
        return last_speaker[1]
    return named.name if named else None


def is_subject(a: Analysis, person: Mention) -> bool:
    """Whether the name may be a subject: in the nominative, with no preposition before it."""
    words = a.tokens_in(person.start, person.end)
    before = a.tokens_in(max(0, person.start - 20), person.start)
    return (
        bool(words)
        and words[0].feats.get("Case", "Nom") == "Nom"
        and not (before and before[-1].pos == "ADP")
    )


def narration_before(a: Analysis, sentence: Span) -> Span:
    """The nearest sentence before that is no speech: `Адвокат не согласна. «Деньги вернули. Суд
    не увидел», – сказал защитник`.
    """
    before = a.sentence_span(max(0, sentence.start - 1))
    while before.start and touching_marks(a, Span(before.start, before.start + 1)):
        before = a.sentence_span(before.start - 1)
    return before
