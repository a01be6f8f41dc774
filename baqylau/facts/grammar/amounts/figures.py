"""Figures that measure nothing: dates of a law, phone numbers, scores, house numbers, titles.

Comes in: an `Analysis` and a `Number` in it. Goes out: True where it is no amount. Which words make
the figure beside them a name is the table `[names]` of `amounts.toml`.
"""

import re
from functools import lru_cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts.grammar import AmountGrammar
from baqylau.facts.grammar.figures import is_phone, is_score
from baqylau.facts.grammar.numbers import Number


def is_no_amount(a: Analysis, g: AmountGrammar, number: Number) -> bool:
    text = a.text
    if number.digits and (
        is_glued(text, g, number)
        or is_score(text, number)
        or is_phone(text, number)
        or _pattern(g, "clock").match(text, number.start)
    ):
        return True
    if _pattern(g, "behind").match(text, number.end) or _in_title(a, g, number):
        return True
    mention = a.mention_at(number.start)
    if mention and mention.type != "place":
        return True
    return _named_before(a, g, number) or g.is_no_amount(a, number)


@lru_cache(maxsize=32)
def _pattern(g: AmountGrammar, name: str) -> re.Pattern[str]:
    """A pattern of the table `[figures]`; a name that it lacks matches nothing."""
    return re.compile(g.tables["figures"].get(name) or r"(?!)", re.IGNORECASE)


def _named_before(a: Analysis, g: AmountGrammar, number: Number) -> bool:
    """`статья 188`, `дом 5`, `Boeing 737`: a word before the figure makes it a name, unless a unit
    stands behind it, or the word is something that holds what is counted ("в больнице 300 коек").
    """
    before = a.tokens_in(max(0, number.start - 24), number.start)
    if not before:
        return False
    word, names = before[-1], g.tables["names"]
    if word.text in names["signs"]:
        return True
    named = word.lemma in names["before"] or word.text.lower() in names["before"]
    if not named or not number.digits or g.units().after(a.text, number.end):
        return False
    holds = word.lemma in names["houses"]
    return not holds or not g.noun_counted(a, number)


def _in_title(a: Analysis, g: AmountGrammar, number: Number) -> bool:
    """«Двенадцать стульев», «7 дней», «Жүз жаңа есім»: a short name in marks that begins with the
    number or has it behind its first words (`«Д’Артаньян и три мушкетёра»`).
    """
    unit = g.units().after(a.text, number.end)
    if unit and unit[0].quantity in ("money", "percent"):
        return False
    opened = a.text[max(0, number.start - _TITLE_BEFORE) : number.start]
    found = _TITLE_OPENS.search(opened)
    if found is None:
        return False
    words = a.tokens_in(number.end, number.end + _LONGEST_TITLE)
    close = next((i for i, t in enumerate(words) if t.text in '»”"'), None)
    if close is None or any(t.text in ",.!?;:" or g.is_verb(t) for t in words[:close]):
        return False
    if not found["led"] or _names_a_work(a, g, number.start - len(found[0]), words[close].end):
        return True
    led = a.tokens_in(number.start - len(found[0]) + 1, number.start)
    short = len(led) + close <= _SHORT_NAME
    return not number.digits and short and not any(g.is_verb(t) for t in led)


_SHORT_NAME = 4  # words of a name in marks beside its number word: «Турнир пяти наций»
_TITLE_BEFORE = 40  # characters of a title before its number
_LONGEST_TITLE = 40  # characters of a title behind its number
_TITLE_OPENS = re.compile(r"[«“„\"](?P<led>(?:[А-ЯЁA-ZӘҒҚҢӨҰҮҺІ][^«»“”„\".,!?;:\n]{0,36}\s)?)$")


def _names_a_work(a: Analysis, g: AmountGrammar, start: int, end: int) -> bool:
    """Whether a noun for a work stands beside the marks: `в фильме «…»`, `«…» фильмі`."""
    beside = (*a.tokens_in(max(0, start - 30), start)[-2:], *a.tokens_in(end, end + 20)[:1])
    return any(t.lemma in g.tables["names"]["works"] for t in beside)


def _has_code(text: str, g: AmountGrammar, number: Number) -> bool:
    """`KZT7bn`: the letters before the digits are a currency's."""
    sign = g.units().sign_before(text, number.start)
    return sign is not None and not text[sign[1] - 1 : sign[1]].isalnum()


def is_glued(text: str, g: AmountGrammar, number: Number) -> bool:
    """Digits that are part of a word or of a larger figure: ТУ-154, 24-го, 12/3, 3.5.1, 09:30. An
    ending that only inflects the figure is none (400-ден, 5-процентный).
    """
    before, after = text[number.start - 1 : number.start], text[number.end : number.end + 1]
    if (
        _pattern(g, "law").search(text[max(0, number.start - 6) : number.start])
        or (before.isalpha() and not _has_code(text, g, number))
        or (before and before in "-–/:" and text[number.start - 2 : number.start - 1].isalnum())
        or before == "№"
    ):
        return True
    if after == "-":
        inflected = _pattern(g, "inflected").match(text, number.end)
        return text[number.end + 1 : number.end + 2].isalnum() and inflected is None
    return (after != "" and after in ":/" and text[number.end + 1 : number.end + 2].isdigit()) or (
        after.isalpha() and g.units().after(text, number.end) is None
    )
