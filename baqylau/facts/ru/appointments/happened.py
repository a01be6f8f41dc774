"""Whether an appointment took place: `может стать`, `если его назначат`, `предложил уволить` only
speak of one.

Comes in: the words of a sentence and the place of the verb. Goes out: True or False.
"""

from collections.abc import Sequence

from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_BACK = 12  # words from an infinitive back to the verb that governs it
_CUTS = frozenset({",", ";", ":", "(", ")", "–", "—"})


def happened(words: Sequence[Token], at: int) -> bool:
    """False where the clause is a possibility, a condition, a wish or a denial."""
    data = wordlist("appointments")
    if (at and words[at - 1].text.lower() == "не") or any(
        t.text.lower() in data["unsure"] for t in words
    ):
        return False
    first = max((i + 1 for i in range(at) if words[i].text in _CUTS), default=0)
    last = next((i for i in range(at, len(words)) if words[i].text in _CUTS), len(words))
    clause = words[first:last]
    if any(t.text.lower() in data["unreal"] for t in clause):
        return False
    if words[at].feats.get("VerbForm") != "Fin" and any(
        t.text.lower() in data["will_be"] for t in words[first:at]
    ):
        return False  # `будет назначен`
    if words[at].pos == "NOUN" and _only_spoken_of(words, at, data["spoken_of"]):
        return False
    if words[at].feats.get("VerbForm") == "Inf":
        return _carried_out(words, at, data["carried_out"])
    return not any(
        t.lemma in data["possible"] and (t.pos in ("VERB", "AUX") or t.pos == "ADV") for t in clause
    )


def _only_spoken_of(words: Sequence[Token], at: int, spoken_of: Sequence[str]) -> bool:
    """`возможная отставка X`, `вопрос об отставке X`, `отставка X не обсуждалась`"""
    before = words[max(0, at - _LEAD) : at]
    behind = words[at + 1 : at + _BACK]
    stop = next((i for i, t in enumerate(behind) if t.text in _CUTS), len(behind))
    clause = [t.text.lower() for t in behind[:stop]]
    unsure = any(w in wordlist("appointments")["unsure_behind"] for w in clause)
    return unsure or any(t.lemma in spoken_of for t in before)


_LEAD = 3  # words before the noun


def _carried_out(words: Sequence[Token], at: int, carried_out: Sequence[str]) -> bool:
    """`решил назначить` is an appointment, `предложил назначить` is none. A bare infinitive is the
    wording of an order: `Назначить X министром`.
    """
    governing = next(
        (
            t
            for t in reversed(words[max(0, at - _BACK) : at])
            if (t.pos in ("VERB", "AUX") and t.feats.get("VerbForm") != "Inf")
            or t.feats.get("Variant") == "Short"
            or t.lemma in wordlist("appointments")["intended"]
        ),
        None,
    )
    behind = words[at + 1].lemma if at + 1 < len(words) else ""
    if behind in ("мочь", "может", "предложить"):
        return False
    return governing is None or governing.lemma in carried_out
