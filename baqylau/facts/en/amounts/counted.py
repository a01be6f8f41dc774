"""Counts in English: a number and the plural noun behind it. Comes in: an `Analysis` and a `Number`
without a unit. Goes out: a `MeasuredAmount` count, or money where a bare figure continues an amount
of money.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts.grammar import Before
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.lang.en.counting import number_words
from baqylau.lang.en.wordlists import wordlist
from baqylau.lang.units import Unit
from baqylau.model.words import Token

_LONGEST_PHRASE = 5  # words from the number to its noun
_REACH = 70  # characters in which they stand


def counted(a: Analysis, number: Number) -> MeasuredAmount | None:
    """`60 automated stations`, `dozens of projects`; the noun is the last plural before a word that
    ends the phrase.
    """
    if (number.value == 1 and not number.digits) or _is_year(a, number):
        return None
    words = a.tokens_in(number.end, number.end + _REACH)
    if number.value is None and words and words[0].text.lower() == "of":
        words = words[1:]
    head = _head(a, number, words)
    if head is None or _is_of_name(a, number, words[0]):
        return None
    noun = words[head]
    if noun.text == "gold" or noun.text.isupper():
        name = noun.text
    else:
        name = singular(noun.text.lower())
    rare = number.value is not None and number.value < 4 and not number.digits
    unit = Unit("count", name)
    return MeasuredAmount(number.start, noun.end, number, unit, "en.count", 0.6 if rare else 0.82)


def _is_year(a: Analysis, number: Number) -> bool:
    """`her 2015 tax returns`, `the 2012 Games`: which returns and games, not how many."""
    written = a.text[number.start : number.end]
    if not (written.isdigit() and _FIRST_YEAR <= int(written) <= _LAST_YEAR):
        return False
    before = a.tokens_in(max(0, number.start - 20), number.start)[-1:]
    determiners = wordlist("amounts")["of"]["determiners"]
    return any(t.text.lower() in (*determiners, "’s", "'s") or t.text[0].isupper() for t in before)


def _is_of_name(a: Analysis, number: Number, behind: Token) -> bool:
    """`S&P 500 sectors`, `the Steppe 500 Cup series`: the figure belongs to the name before it."""
    if (
        not a.text[number.start : number.end].isdigit()
        or a.text[number.start - 1 : number.start] != " "
    ):
        return False
    if "&" in a.text[max(0, number.start - 5) : number.start]:
        return True
    start = max(a.sentence_at(number.start).start, number.start - _LONGEST_NAME)
    before = [t for t in a.tokens_in(start, number.start) if t.end <= number.start]
    name = len(before)
    while name and before[name - 1].text[0].isupper():
        name -= 1
    mention = a.mention_at(before[-1].start) if before else None
    known = mention is not None and mention.type != "organization"
    small = 0 < name < len(before) and before[name - 1].text[0].islower()
    return small and not known and behind.text[0].isupper()


_LONGEST_NAME = 40  # characters
_FIRST_YEAR, _LAST_YEAR = 1900, 2050


def _head(a: Analysis, number: Number, words: Sequence[Token]) -> int | None:
    """The index of the counted noun."""
    names = wordlist("amounts")["names"]
    found, end = None, number.end
    lead = a.text[max(0, number.start - len(_OF)) : number.start].lower()
    for i, token in enumerate(words[:_LONGEST_PHRASE]):
        low = token.text.lower()
        gap = a.text[end : token.start]
        if low in names["stops"] or not token.text[0].isalpha() or "\n" in gap:
            break
        if i and (len(gap) > 1 or number_words().word(low)):
            break  # the team of 22 included two specialists
        if is_plural(low) or (
            number.value == 1 and i == 0 and token.text.islower() and low.isalpha()
        ):
            if found is not None and found < i - 1:
                break
            if found is not None and _is_verb_behind(words, i, lead):
                break
            found = i
        elif found is not None:
            break
        end = token.end
    return found


_OF = " of "


def _is_verb_behind(words: Sequence[Token], i: int, lead: str) -> bool:
    """Whether the second of two words in -s is a verb: `a survey of 900 tenants shows that …`,
    not `a network of 40 sports halls`.
    """
    tables, low = wordlist("amounts"), words[i].text.lower()
    behind = words[i + 1].text.lower() if i + 1 < len(words) else ""
    moves = any(low in tables["direction"][x] for x in ("up", "down", "level"))
    if lead != _OF or words[i - 1].text.lower() in tables["names"]["attributive_plurals"]:
        return False
    return (
        moves
        or low in tables["of"]["links"]
        or behind in tables["of"]["determiners"]
        or behind in tables["names"]["clause_openers"]
    )


def is_plural(low: str) -> bool:
    names = wordlist("amounts")["names"]
    if low in names["plurals"]:
        return True
    return (
        len(low) > _SHORTEST
        and low.endswith("s")
        and not low.endswith(("ss", "us", "is", "’s", "'s", "ous"))
        and low not in names["never_counted"]
        and low.replace("-", "").isalpha()
    )


_SHORTEST = 3


def singular(low: str) -> str:
    """`families` -> family, `churches` -> church, `people` -> person."""
    known = wordlist("amounts")["names"]["singulars"].get(low)
    if known:
        return str(known)
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zes")):
        return low[:-2]
    return low[:-1] if is_plural(low) and low.endswith("s") else low


_LEAST_SCALE = 1_000


def elliptic(a: Analysis, number: Number, before: Before) -> MeasuredAmount | None:
    """`Sales were $520 million; in August we expect 600–700 million`: a number with a scale word
    and no noun continues an amount of money of its own sentence or the one before.
    """
    money = before.money
    if number.scale < _LEAST_SCALE or money is None or a.text.startswith(" of ", number.end):
        return None  # 47 million of the poorest
    sentence = a.sentence_at(number.start)
    if a.sentence_span(max(0, sentence.start - 1)).start > money.start:
        return None
    return MeasuredAmount(number.start, number.end, number, money.unit, "en.elliptic_money", 0.6)


def vague(a: Analysis, number: Number) -> MeasuredAmount | None:
    """`thousands have taken to the streets`: many people, without a noun."""
    if number.value is not None:
        return None
    after = a.tokens_in(number.end, number.end + 12)[:1]
    if after and after[0].text.lower() == "of":
        return None
    return MeasuredAmount(
        number.start, number.end, number, Unit("count", None), "en.count_vague", 0.5
    )
