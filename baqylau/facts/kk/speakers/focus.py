"""Whom a Kazakh pronoun or a general noun means. The language has no genders: nearness decides, and
where two people were named side by side, nobody is meant for sure.

Comes in: an `Analysis`, a place and who spoke before. Goes out: a name, or None.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.blocks import touching_marks
from baqylau.facts.grammar.speakers import focus
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.speakers.mentions import GENITIVE, NOMINATIVE, mentions
from baqylau.facts.kk.words.nominal import case_of
from baqylau.lang.kk.positions import unpossessed_forms, words
from baqylau.lang.kk.speakers import listed
from baqylau.model.fact import Mention
from baqylau.model.span import Span

_NAME_TAIL = 2  # letters of a name that show its nominative


def is_subject(a: Analysis, person: Mention) -> bool:
    """In the nominative, and no predicate: `Оның қарсыласы – спортшы Вероника Вальт.`"""
    end = a.sentence_span(person.start).end
    if not a.text[person.end : min(end, person.end + _END)].strip(" .!?…\n"):
        return False
    behind = a.tokens_in(person.end, person.end + _KIN)[:1]
    if behind and behind[0].text.lower() in listed("postpositions"):
        return False
    return person.text[-_NAME_TAIL:].lower() == person.name[-_NAME_TAIL:].lower()


_END = 3  # characters: the full stop behind the last word


def in_focus(a: Analysis, offset: int, history: History) -> str | None:
    """The last speaker or subject; where nobody is a subject, the only person of the sentence
    before.
    """
    found = focus.in_focus(a, offset, history, lambda _: True, is_subject)
    return found or _only_one(a, offset)


def _only_one(a: Analysis, offset: int) -> str | None:
    before = a.sentence_span(max(0, a.sentence_span(offset).start - 1))
    named = [m for m in a.mentions_in(before.start, offset) if m.type == "person"]
    if any(_noun_of_kin(a, m) for m in named):
        return None
    names = {m.name for m in named}
    return next(iter(names)) if len(names) == 1 else None


def kin_before(a: Analysis, offset: int, history: History) -> str | None:
    """`Гүлнұр Тұрдалының анасы шағымданды. Оның айтуынша`: the relative, where the sentence before
    names only whose relative it is, and nobody has spoken since.
    """
    own = a.sentence_span(offset)
    before = a.sentence_span(max(0, own.start - 1))
    named = [m for m in a.mentions_in(before.start, offset) if m.type == "person"]
    last = next(history.before(offset), None)
    if len(named) != 1 or not own.start or (last and last.end > named[0].start):
        return None
    noun = _noun_of_kin(a, named[0])
    return f"{named[0].text} {noun}" if noun else None


def _noun_of_kin(a: Analysis, person: Mention) -> str | None:
    """`анасы` behind `Гүлнұр Тұрдалының`: somebody near to the person named, who is the subject."""
    behind = a.tokens_in(person.end, person.end + _KIN)[:1]
    noun = behind[0].text.lower() if behind else ""
    near = any(x in words("relations") for x in unpossessed_forms(noun))
    return noun if near and case_of(person.text.split()[-1]) == "genitive" else None


_KIN = 20  # characters behind a name in which a noun of kin begins


def unnamed_before(a: Analysis, offset: int, kind: str) -> SpeakerMention | None:
    """`Заңгердің сөздері жазылған. Оның сөзінше`: the office or the people of the sentence before,
    where no person is named.
    """
    own = a.sentence_span(offset)
    if own.start == 0:
        return None
    before = a.sentence_span(own.start - 1)
    if any(m.type == "person" for m in a.mentions_in(before.start, offset)):
        return None
    for case in (NOMINATIVE, GENITIVE):
        found = [
            m
            for m in mentions(a, before.start, before.end, case)
            if m.kind == kind and not touching_marks(a, Span(m.start, m.end))
        ]
        if found:
            return found[0]
    return None
