"""The words of a position and its name in the nominative: `генерального директора` -> `генеральный
директор`.

Comes in: the tokens of a sentence. Goes out: indices of the words that belong to a position, and
its name.
"""

from collections.abc import Sequence

from baqylau.facts.ru.roles.acting import acting_words, nominative_acting
from baqylau.lang.ru.lemmas import readings
from baqylau.lang.ru.nominative import phrase
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token


def is_office(token: Token) -> bool:
    if is_commanding(token):
        return True
    return token.pos in ("NOUN", "PROPN") and is_position(token.lemma)


def is_commanding(token: Token) -> bool:
    """`командующий войсками`, `управляющий делами`: an office made of a participle."""
    return token.text.lower().startswith(tuple(wordlist("positions")["commanding"]))


def singular(words: Sequence[Token], text: str) -> str:
    """The name of one of several: `заместители министра` -> `заместитель министра`."""
    head = next(i for i, t in enumerate(words) if is_office(t))
    bare = [_one(t, "masc") for t in words[:head]] + [_one(words[head], None)]
    behind = text[words[head].end : words[-1].end]
    if len(words) == head + 2 and words[-1].lemma in wordlist("speakers")["owners"]:
        behind = f" {_own(words[-1])}"  # `акимы регионов А и Б`: each has one
    return " ".join(bare) + behind


def _own(token: Token) -> str:
    """The genitive singular of a noun: `ведомств` -> `ведомства`."""
    for reading in readings(token.text.lower()):
        if reading.tag.POS == "NOUN" and reading.tag.case == "gent":
            form = reading.inflect({"gent", "sing"})
            return str(form.word) if form else token.text
    return token.text


def _one(token: Token, gender: str | None) -> str:
    wanted = {"nomn", "sing"} | ({gender} if gender else set())
    for reading in readings(token.text.lower()):
        if reading.tag.POS in ("NOUN", "ADJF", "PRTF"):
            form = reading.inflect(wanted)
            if form:
                return str(form.word)
    return token.lemma


def with_attributes(tokens: list[Token], head: int) -> int:
    """`генеральный`, `первый заместитель`, `бывший`, `и.о.`: the index of the first adjective that
    agrees with the head; these belong to the span.
    """
    first = head
    while first and _belongs(tokens[first - 1], tokens[head]):
        first -= 1
    if first and tokens[first - 1].lemma in wordlist("positions")["attributes"]:
        first -= 1
    return first - acting_words(tokens[:first])


def _belongs(adjective: Token, head: Token) -> bool:
    """`генеральный` belongs to the position, `19-летний` and `сам` do not; nor does a participle,
    but for those that leave in doubt who did it: `предполагаемый организатор`.
    """
    data = wordlist("positions")
    doubting = adjective.text.lower().startswith(tuple(data["doubting"]))
    return (
        ((adjective.pos == "ADJ" and not _is_past(adjective)) or doubting)
        and adjective.lemma not in data["pointing"]
        and one_case(adjective.feats.get("Case"), head.feats.get("Case"))
        and not adjective.text[0].isdigit()
    )


def _is_past(token: Token) -> bool:
    """`Выступил директор X`, `Убит директор X`: a verb that the tagger took for an adjective."""
    found = readings(token.text.lower())
    return bool(found) and all(r.tag.POS in ("VERB", "PRTS", "ADJS") for r in found)


def one_case(one: str | None, other: str | None) -> bool:
    """The accusative of a person has the form of the genitive: `принял генерального директора`."""
    return one == other or {one, other} == {"Acc", "Gen"}


def position_name(text: str, words: list[Token]) -> str:
    """The position in the nominative, without the capital letter of a sentence's beginning."""
    acting = nominative_acting(text, words)
    if acting:
        return acting
    second = _second_position(words)
    if second:
        first = position_name(text, words[: second - 1])
        return f"{first} {words[second - 1].text} {position_name(text, words[second:])}"
    start = words[0].start
    moved = [Token(t.start - start, t.end - start, t.text, t.lemma, t.pos, t.feats) for t in words]
    name = phrase([_as_position(t) for t in moved], text[start : words[-1].end])
    return (
        name if words[0].text.isupper() and len(words[0].text) > 1 else name[:1].lower() + name[1:]
    )


def _second_position(words: list[Token]) -> int | None:
    """`президента и генерального директора`: the index behind an `и` where a second position
    begins, in the case of the first.
    """
    head = next((t for t in words if t.pos == "NOUN"), None)
    for i in range(1, len(words) - 1):
        if words[i].lemma != "и" or head is None or not is_office(head):
            continue
        noun = next((t for t in words[i + 1 :] if t.pos != "ADJ"), None)
        if (
            noun is not None
            and is_office(noun)
            and one_case(noun.feats.get("Case"), head.feats.get("Case"))
            and head.feats.get("Case") != "Nom"
        ):
            return i + 1
    return None


def _as_position(token: Token) -> Token:
    """`аналитика` is a discipline, or a person in the genitive (`аналитик`); where the word may be
    a position, the person is meant.
    """
    for reading in readings(token.text.lower()):
        if (
            reading.tag.POS == "NOUN"
            and is_position(reading.normal_form)
            and reading.normal_form != token.lemma
        ):
            return Token(
                token.start,
                token.end,
                reading.inflect({"nomn"}).word,
                reading.normal_form,
                token.pos,
                {**token.feats, "Case": "Nom"},
            )
    return token
