"""Who is in focus: the person whom a pronoun or a general noun (`собеседник`) means.

Comes in: an `Analysis`, a place, the genders that are allowed and who spoke before. Goes out: a
name, or None.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers import focus
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.ru.words.people import genders
from baqylau.facts.ru.words.speech import touching_marks
from baqylau.model.fact import Mention
from baqylau.model.span import Span


def in_focus(a: Analysis, offset: int, wanted: str, history: History) -> str | None:
    """The last speaker or subject of these genders (`"f"`, `"m"` or `"fm"`)."""

    def fits(name: str) -> bool:
        return bool(set(wanted) & set(genders(name)))

    return focus.in_focus(a, offset, history, fits, is_subject)


def is_subject(a: Analysis, person: Mention) -> bool:
    """Whether the name may be a subject: in the nominative, with no preposition before it; or the
    topic of its sentence.
    """
    words = a.tokens_in(person.start, person.end)
    before = a.tokens_in(max(0, person.start - 20), person.start)
    if not words or (before and before[-1].pos == "ADP"):
        return False
    return words[0].feats.get("Case", "Nom") == "Nom" or _is_topic(a, person)


def _is_topic(a: Analysis, person: Mention) -> bool:
    """`Депутата Берика Оспанкулова ответ не устроил`: the only person of the sentence, with whom it
    begins.
    """
    sentence = a.sentence_span(person.start)
    before = a.tokens_in(sentence.start, person.start)
    people = {m.name for m in a.mentions_in(sentence.start, sentence.end) if m.type == "person"}
    phrase = all(t.feats.get("Case") in ("Dat", "Gen", "Acc") for t in before)
    return phrase and len(people) == 1


def narration_before(a: Analysis, sentence: Span) -> Span:
    """The nearest sentence before that is no speech: `Адвокат не согласна. «Деньги вернули. Суд
    не увидел», – сказал защитник`.
    """
    before = a.sentence_span(max(0, sentence.start - 1))
    while before.start and touching_marks(a, Span(before.start, before.start + 1)):
        before = a.sentence_span(before.start - 1)
    return before
