"""Counts: a number and the noun it counts, or a bare figure that counts the same thing as the
amount before it.

Comes in: an `Analysis` and a `Number` without a unit. Goes out: a `MeasuredAmount` count (or money,
where a bare figure continues an amount of money).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.lang.ru.lemmas import readings
from baqylau.lang.ru.wordlists import wordlist
from baqylau.lang.units import Quantity, Unit
from baqylau.model.words import Token

_LONGEST_PHRASE = (
    4  # attributes between a number and the noun it counts: лабораторно подтверждённых случаев
)


def counted(a: Analysis, number: Number) -> MeasuredAmount | None:
    """The number with the noun behind it; attributes may stand between them."""
    if number.value == 1 and not number.digits:
        return None  # "одно слово" counts nothing
    words = a.tokens_in(number.end, number.end + 90)
    behind = _behind_participle(number, words)
    if behind:
        return behind
    series = _in_series(number, words)
    if series:
        return series
    for i, token in enumerate(words[: _LONGEST_PHRASE + 1]):
        if (
            token.start - (words[i - 1].end if i else number.end) > 1
            or "\n" in a.text[number.end : token.start]
        ):
            break
        noun = (
            token.lemma
            if token.pos in ("NOUN", "PROPN") and token.text[0].islower()
            else _long_noun(token)
        )
        if noun and _is_ordinal(number, token):
            return None
        if noun or (i == 0 and _abbreviation(token.text)):
            rare = number.value is not None and number.value < 4 and not number.digits
            return MeasuredAmount(
                number.start,
                token.end,
                number,
                Unit("count", noun or token.lemma),
                "ru.count",
                0.6 if rare else 0.86,
            )
        if token.pos not in ("ADJ", "VERB", "ADV", "DET") or (
            token.pos == "VERB" and token.feats.get("VerbForm") != "Part"
        ):
            break
        if token.pos == "ADV" and i:
            break
    if number.collective:
        return MeasuredAmount(
            number.start, number.end, number, Unit("count", "человек"), "ru.collective", 0.75
        )
    return None


def _behind_participle(number: Number, words: Sequence[Token]) -> MeasuredAmount | None:
    """`над семью прилегающими к нему районами`: a participle with words of its own stands between
    the number and its noun, which agrees with it.
    """
    if not words or words[0].start - number.end > 1 or len(words) < _SHORTEST_SERIES:
        return None
    known = readings(words[0].text.lower())
    if not known or not all(r.tag.POS in ("PRTF", "ADJF") for r in known):
        return None
    if words[1].pos != "ADP":
        return None
    cases = {r.tag.case for r in known}
    for token in words[2:6]:
        if token.pos not in ("NOUN", "PRON", "ADJ", "PROPN"):
            return None
        agrees = any(r.tag.case in cases and r.tag.number == "plur" for r in readings(token.text))
        if token.pos == "NOUN" and agrees and token is not words[2]:
            unit = Unit("count", token.lemma)
            return MeasuredAmount(number.start, token.end, number, unit, "ru.count", 0.75)
    return None


def _is_ordinal(number: Number, noun: Token) -> bool:
    """`на 3 этаже`, `34 строчка`: digits before a singular noun that is no genitive are an ordinal,
    unless they end in one (21 дом).
    """
    if not number.digits or number.high is not None or number.scale > 1 or not number.value:
        return False
    last, tens = int(number.value) % 10, int(number.value) % 100
    if last == 1 and tens != _ELEVEN:
        return False
    known = readings(noun.text.lower())
    return bool(known) and not any(
        r.tag.case in ("gent", "gen2") or r.tag.number == "plur" or r.tag.POS != "NOUN"
        for r in known
    )


_ELEVEN = 11


def _long_noun(token: Token) -> str | None:
    """`теплоэлектроцентралей`: the dictionary form of a long word that the tagger took for an
    adjective and that can only be a noun.
    """
    if token.pos != "ADJ" or len(token.text) < _LONG or not token.text.islower():
        return None
    known = readings(token.text)
    return str(known[0].normal_form) if known and all(r.tag.POS == "NOUN" for r in known) else None


_LONG = 10  # letters


def _in_series(number: Number, words: Sequence[Token]) -> MeasuredAmount | None:
    """`3 золотые, 4 серебряные и 7 бронзовых медалей`: the noun stands with the last of them."""
    if (
        not number.digits
        or len(words) < _SHORTEST_SERIES
        or words[0].pos != "ADJ"
        or words[1].text not in (",", "и")
        or not words[2].text.isdigit()
    ):
        return None
    noun = next((t for t in words[3:9] if t.pos == "NOUN"), None)
    return (
        MeasuredAmount(
            number.start, words[0].end, number, Unit("count", noun.lemma), "ru.count_series", 0.7
        )
        if noun
        else None
    )


_SHORTEST_SERIES = 4


def _abbreviation(word: str) -> bool:
    """`412 ДТП`, `12 ТЭЦ`: an abbreviation in letters of one alphabet that is no country's name."""
    return (
        2 <= len(word) <= 5
        and word.isupper()
        and word.isalpha()
        and word in wordlist("amounts")["names"]["abbreviations"]
    )


def elliptic_money(
    a: Analysis, number: Number, money: MeasuredAmount | None
) -> MeasuredAmount | None:
    """`составили 520 млн долларов, в августе ожидаем 600–700 млн`: a number with a scale word (млн,
    млрд) and no noun, in the same sentence as an amount of money or in the next one.
    """
    after = a.tokens_in(number.end, number.end + 3)
    if number.scale < _LEAST_SCALE or (after and after[0].pos in ("NOUN", "ADJ")):
        return None
    if (
        money
        and a.sentence_span(max(0, a.sentence_at(number.start).start - 1)).start <= money.start
    ):
        return MeasuredAmount(
            number.start, number.end, number, money.unit, "ru.elliptic_money", 0.7
        )
    before = a.tokens_in(max(a.sentence_at(number.start).start, number.start - 60), number.start)
    if any(t.lemma in wordlist("amounts")["names"]["of_money"] for t in before):
        unit = (
            money.unit if money else Unit("money", None, "KZT")
        )  # the press of the country leaves its own currency out
        return MeasuredAmount(number.start, number.end, number, unit, "ru.bare_money", 0.5)
    return None


_LEAST_SCALE = 1_000
_REST = re.compile(
    r"(?:из"
    r" них|остальны[ех]|ещ[её]|до|с|около|более|свыше|порядка|почти|лишь|только|всего|ныне|стало|до"
    r" порядка|из которых)\s{1,2}$",
    re.IGNORECASE,
)
_YEAR_OF_A_ROW = re.compile(r"(?:19|20)\d\d\s{0,2}[–—-]\s")  # 2025 – 5 млн тонн, 2026 – 6 млн
_OF_THEM = re.compile(r"\s{1,2}из\s{1,2}(?:них|которых)(?!\w)", re.IGNORECASE)
_REACH = 200  # characters back to the noun a bare figure counts


def elliptic(a: Analysis, number: Number, before: MeasuredAmount | None) -> MeasuredAmount | None:
    """`Из них 57 признаны`, `12 из них`, `планируют довести до 500`: a bare figure counts the same
    thing as the amount just before it.
    """
    if (
        before is None
        or not number.digits
        or number.value is None
        or number.start - before.end > _REACH
    ):
        return None
    if _YEAR_OF_A_ROW.match(a.text, number.start):
        return None
    scaled = number.scale > 1
    lead = _REST.search(a.text[max(0, number.start - 14) : number.start])
    after = a.tokens_in(number.end, number.end + 30)
    listed = (
        _is_listed(a, number, before)
        or _OF_THEM.match(a.text, number.end)
        or _chosen(a, number, before)
    )
    if not (lead or listed or scaled) or (after and after[0].text in ("%", "-", ":")):
        return None
    quantity: Quantity = "measure" if before.unit.quantity == "measure" and not lead else "count"
    return MeasuredAmount(
        number.start,
        number.end,
        number,
        replace(before.unit, quantity=quantity),
        "ru.elliptic",
        0.7,
    )


def _is_listed(a: Analysis, number: Number, before: MeasuredAmount) -> bool:
    """`в Актогайском районе 30 и в Теренкольском 19`: a bare figure behind a place, in the same
    sentence as the count.
    """
    place = a.mention_at(number.start - 2) or a.mention_at(number.start - 3)
    return (
        place is not None
        and place.type == "place"
        and place.end < number.start
        and a.sentence_at(before.start) == a.sentence_at(number.start)
    )


def _chosen(a: Analysis, number: Number, before: MeasuredAmount) -> bool:
    """`из 200 участников финишировали 150, отстали 50`, `в прошлом – 900`, `12 – против`: no noun
    that could be counted stands behind the figure.
    """
    if a.sentence_at(before.start) != a.sentence_at(number.start) or not _CLOSED.match(
        a.text, number.end
    ):
        return False
    words = a.tokens_in(max(before.end, number.start - 60), number.start)
    if not words:
        return False
    return (
        words[-1].pos == "VERB"
        or words[-1].text in "–—-"
        or (words[-1].text == "," and a.text[number.end : number.end + 2] in (" –", " —"))
    )


_CLOSED = re.compile(r"[,.;)\n]|\s(?:и|а|из|[–—])\s|$")


_NAMED = re.compile(
    r"(?:количество|число|численность|тираж|штат)\s(?P<of>[^,.;:–—\n]{2,60}?)\s?"
    r"(?:[–—-]|(?<!\w)(?:составил|достиг|превысил|выросл|сократил|увеличил|снизил)\w{0,4})"
    r"(?:\s(?:свыше|более|около|порядка|до|почти|примерно|с))?\s$",
    re.IGNORECASE,
)


_POPULATION = re.compile(
    r"населени[еяю][^,.;\n]{0,40}?(?:[–—:-]|составил\w{1,2}|превысил\w{1,2}|достигл\w)\s"
    r"(?:\w+\s)?$",
    re.IGNORECASE,
)


def named_before(a: Analysis, number: Number) -> MeasuredAmount | None:
    """`Количество вызовов – 12 540`, `погибших – 7`, `мальчиков родилось 120`: the thing that is
    counted stands before the figure.
    """
    if not number.digits or not _CLOSED.match(a.text, number.end):
        return None
    start = max(a.sentence_at(number.start).start, number.start - 100)
    found = _NAMED.search(a.text[start : number.start])
    if found is not None:
        words = a.tokens_in(start + found.start("of"), start + found.end("of"))
        noun = next((t for t in words if t.pos == "NOUN"), words[0] if words else None)
        return (
            MeasuredAmount(
                number.start, number.end, number, Unit("count", noun.lemma), "ru.count_named", 0.7
            )
            if noun
            else None
        )
    if _POPULATION.search(a.text[start : number.start]):
        return MeasuredAmount(
            number.start, number.end, number, Unit("count", "человек"), "ru.population", 0.7
        )
    return _inverted(a, number, start)


def _inverted(a: Analysis, number: Number, start: int) -> MeasuredAmount | None:
    words = a.tokens_in(start, number.start)
    if len(words) < 2 or not (words[-1].text in "–—-" or words[-1].feats.get("Gender") == "Neut"):
        return None
    noun = words[-2]
    many = (
        noun.feats.get("Case") == "Gen"
        and noun.feats.get("Number") == "Plur"
        and noun.pos in ("NOUN", "ADJ", "VERB")
    )
    alone = (
        len(words) == 2
        or words[-3].text in (",", ":", ";", "(", "из", "–")
        or words[-3].pos == "CCONJ"
    )
    return (
        MeasuredAmount(
            number.start, number.end, number, Unit("count", noun.lemma), "ru.count_inverted", 0.65
        )
        if many and alone
        else None
    )
