"""`временно исполняющий обязанности главы управления`: the words that say that somebody only acts
in an office.

Comes in: the words before the noun of an office. Goes out: how many of them belong to the position,
and their nominative.
"""

from collections.abc import Sequence

from baqylau.model.words import Token

_ACTING = "врио"
_SHORT = ("и", ".", "о", ".")


def acting_words(before: Sequence[Token]) -> int:
    """The number of words at the end of `before` that are `(временно) исполняющий обязанности`,
    `врио`, or the tokens of `и.о.`
    """
    if before and before[-1].text.lower() == _ACTING:
        return 1
    if tuple(t.text.lower() for t in before[-len(_SHORT) :]) == _SHORT:
        return len(_SHORT)
    if len(before) < len(("исполняющий", "обязанности")) or before[-1].lemma != "обязанность":
        return 0
    if not _is_acting(before[-2]):
        return 0
    return 2 + any(t.text.lower() == "временно" for t in before[-3:-2])


def nominative_acting(text: str, words: Sequence[Token]) -> str | None:
    """The position in the nominative where it begins with acting words; its office stays in the
    genitive that they govern.
    """
    if words[0].text.lower() == _ACTING:
        return _ACTING + text[words[0].end : words[-1].end]
    if tuple(t.text.lower() for t in words[: len(_SHORT)]) == _SHORT:
        return f"и.о.{text[words[len(_SHORT) - 1].end : words[-1].end]}"
    at = next((i for i, t in enumerate(words[:2]) if _is_acting(t)), None)
    if at is None:
        return None
    womans = words[at].feats.get("Gender") == "Fem"
    lead = "временно " if at else ""
    return f"{lead}исполняющ{'ая' if womans else 'ий'}{text[words[at].end : words[-1].end]}"


def _is_acting(token: Token) -> bool:
    return token.text.lower().startswith("исполняющ")
