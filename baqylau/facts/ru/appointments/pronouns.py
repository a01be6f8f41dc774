"""`Он был назначен министром`: whom the pronoun before a verb of appointing means.

Comes in: an `Analysis` and the words of a sentence. Goes out: the pronoun as a slot with a name, or
None where two people may be meant.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.words.people import genders
from baqylau.model.fact import Slot
from baqylau.model.words import Token

_PRONOUNS = {"он": "m", "она": "f"}
_NEAR = 5  # words between the pronoun and the verb


def meant_by_pronoun(a: Analysis, words: tuple[Token, ...], at: int) -> Slot | None:
    """The one person of that gender whom this sentence or the one before names."""
    near = words[max(0, at - _NEAR) : at]
    token = next((t for t in reversed(near) if t.text.lower() in _PRONOUNS), None)
    if token is None or any(t.text in ",;:" for t in near if t.start > token.start):
        return None
    gender = _PRONOUNS[token.text.lower()]
    own = a.sentence_span(token.start)
    before = a.sentence_span(max(0, own.start - 1))
    names = {
        m.name
        for m in a.mentions_in(before.start, token.start)
        if m.type == "person" and gender in genders(m.name)
    }
    return Slot(token.start, token.end, token.text, names.pop()) if len(names) == 1 else None
