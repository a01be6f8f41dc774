"""A position behind a name: `Александр Белов, директор завода`, `Асель Омарова – педиатр`.

Comes in: an `Analysis` and a person. Goes out: the words of the position.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.roles.before import case_of_name, in_person
from baqylau.lang.ru.positions import is_position
from baqylau.model.fact import Mention
from baqylau.model.words import Token


def position_after_comma(a: Analysis, person: Mention) -> list[Token]:
    """`Александр Белов, директор завода «Тулпар», …`"""
    rest = [t for t in a.words(a.sentence_at(person.start)) if t.start >= person.end]
    return _following(a, person, rest[1:]) if rest and rest[0].text == "," else []


def position_after_dash(a: Analysis, person: Mention) -> list[Token]:
    """`Асель Омарова – педиатр`"""
    rest = _behind_brackets(a, person)
    dashed = bool(rest) and rest[0].text in ("–", "—", "-")
    return _following(a, person, rest[1:]) if dashed else []


def _behind_brackets(a: Analysis, person: Mention) -> list[Token]:
    """The words behind the name, without what stands in brackets: `X (1980 г.р.) – учитель`."""
    rest = [t for t in a.words(a.sentence_at(person.start)) if t.start >= person.end]
    if not rest or rest[0].text != "(":
        return rest
    closing = next((i for i, t in enumerate(rest[:_BRACKETS]) if t.text == ")"), None)
    return rest[closing + 1 :] if closing is not None else rest


_BRACKETS = 9  # tokens


def _following(a: Analysis, person: Mention, rest: Sequence[Token]) -> list[Token]:
    """An apposition: its noun among the first words, in the case of the name."""
    head = next(
        (i for i, t in enumerate(rest[:4]) if t.pos == "NOUN" and is_position(t.lemma)), None
    )
    if (
        head is None
        or not all(t.pos == "ADJ" or _is_somebody(t) for t in rest[:head])
        or rest[head].feats.get("Case") not in (None, "Nom", case_of_name(a, person))
        or _is_next_subject(a, person, rest, head)
    ):
        return []
    end = _apposition_end(rest, head + 1)
    while _list_goes_on(rest, end):
        end = _apposition_end(rest, end + 1)
    if any(in_person(a, t) for t in rest[head:end]):
        return []  # `Коллега X, биолог Y, добавляет`
    return list(rest[:end])


def _is_somebody(token: Token) -> bool:
    """`доктор наук, профессор`; in `По словам Белова, замечания жителей учтут` a thing comes first,
    and the noun behind it is nobody's position.
    """
    living = token.feats.get("Animacy") == "Anim" or is_position(token.lemma)
    return token.pos == "NOUN" and living


def _is_next_subject(a: Analysis, person: Mention, rest: Sequence[Token], head: int) -> bool:
    """`Говоря о планах Кинга, глава канала сообщила`: the office in the nominative behind a name in
    another case is the subject of the verb that follows.
    """
    if rest[head].feats.get("Case") != "Nom" or case_of_name(a, person) in (None, "Nom"):
        return False
    end = _apposition_end(rest, head + 1)
    return person.text != person.name and end < len(rest) and rest[end].pos in ("VERB", "AUX")


def _apposition_end(rest: Sequence[Token], at: int) -> int:
    return next(
        (
            i
            for i in range(at, len(rest))
            if rest[i].text in _STOPS or rest[i].pos in ("VERB", "AUX", "SCONJ")
        ),
        len(rest),
    )


_STOPS = frozenset({",", ".", ";", ":", "(", "–", "—"})


def _list_goes_on(rest: Sequence[Token], comma: int) -> bool:
    """`…образовательных, деловых и общественных связей`: after the comma comes another genitive,
    and soon an `и`.
    """
    after = rest[comma + 1 : comma + 6]
    if not after or rest[comma].text != ",":
        return False
    return after[0].feats.get("Case") == "Gen" and any(t.lemma == "и" for t in after)
