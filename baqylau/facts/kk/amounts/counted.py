"""Counts in Kazakh: a number and the noun it counts, or a bare figure that counts the same thing as
the amount before it.

Comes in: an `Analysis`, a `Number` without a unit and the offset behind its own ending (`400-ден`).
Goes out: a `MeasuredAmount` count.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.kk.amounts.modifiers import OURS, VERB, bound_words, case_of, is_change
from baqylau.facts.kk.amounts.unit_names import unit_name
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.counting import number_words
from baqylau.lang.kk.positions import words as noun_phrase
from baqylau.lang.kk.wordlists import wordlist
from baqylau.lang.units import Unit
from baqylau.model.words import Token

_NOUN_REACH = 60  # characters in which the counted noun stands
_LONGEST_PHRASE = 2  # attributes between a number and its noun, besides those of a list


def _lists() -> Mapping[str, Any]:
    lists: Mapping[str, Any] = wordlist("amounts")["counted"]
    return lists


@cache
def _stop() -> frozenset[str]:
    return frozenset(_lists()["stop"])


_ORDINAL = re.compile(wordlist("amounts")["endings"]["ordinal"])
_PLURAL = re.compile(wordlist("amounts")["endings"]["plural"])
"""What a number counts stands in the singular: `№1, 2, 6 үйлер` counts nothing."""
_OF = re.compile(wordlist("amounts")["endings"]["of"])
_OF_T = re.compile(wordlist("amounts")["endings"]["of_t"])
_YOURS = re.compile(wordlist("amounts")["endings"]["yours"])


def counted(a: Analysis, number: Number, end: int) -> MeasuredAmount | None:
    """The number with the noun behind it; words of a bound and attributes may stand between them:
    `500-ден астам жаңа мектеп`.
    """
    if number.value == 1 and not number.digits:
        return None
    case = case_of(a.text[number.start : end].lower())
    bound = bound_words(case or "bare").match(a.text, end)
    words = a.tokens_in(bound.end() if bound else end, end + _NOUN_REACH)
    if (case and not bound) or (bound and (_is_age(number, bound[0]) or _is_of_them(bound[0]))):
        return None
    begin = bound.end() if bound else end
    many = number.scale >= _LEAST_SCALE and not bound
    first = _noun_behind(words, many)
    if not words or not is_noun(words, first, many) or _gap(a, begin, words, first):
        return None
    last = first + (not _PLURAL.search(words[first].text) and _is_possessed(a, words, first))
    noun = unit_name(words[last].text, alone=last == first, owned=_has_owner(a, number))
    name = " ".join([*(t.text for t in words[first:last]), noun]).lower()
    rare = number.value is not None and number.value < 4 and not number.digits
    return MeasuredAmount(
        number.start, words[last].end, number, Unit("count", name), "kk.count", 0.6 if rare else 0.8
    )


def _noun_behind(words: tuple[Token, ...], many: bool) -> int:
    """The index of the counted noun behind its attributes, also a list of them: `шағын, орта және
    ірі жекеменшік компания`; 0 where none of them has a noun behind it.
    """
    at, last, found = 0, 0, 0
    while found < _LONGEST_PHRASE and at < len(words) - 1 and _is_attribute(words[at].text):
        joined = words[at + 1].text in (",", *noun_phrase("joining"))
        pair = {words[at].text, words[at + 2].text} if joined and at + 2 < len(words) else None
        one_of = pair is not None and pair <= {*_lists()["attributes"]}
        at, found = at + 1 + one_of, found + (not one_of)
        last = at if is_noun(words, at, many) else last
    return last


def _is_of_them(bound: str) -> bool:
    """`30-ға жуығы`, `60-тан астамы`: some of those who were counted before."""
    word = bound.split()[-1]
    lists = wordlist("amounts")["bound"]
    whole = any(word in lists[key] for key in ("over_from", "about_to", "about_bare"))
    return word.endswith(("ы", "і")) and not whole


def is_base(a: Analysis, number: Number) -> bool:
    """`мың туғанға шаққанда`, `жүз мың тұрғынға шаққанда`: the base of a rate counts nothing."""
    words = a.tokens_in(number.end, number.end + _NOUN_REACH)[: _LONGEST_PHRASE + 2]
    return any(t.text in _lists()["per"] and case_of(w.text) for w, t in pairwise(words))


def _is_age(number: Number, bound: str) -> bool:
    """`жетпістен асқан ұста`: a bare ten in words with a bound behind it is how old somebody is."""
    ten = number.value in _AGES and not number.digits
    return ten and bound.split()[-1] in _lists()["of_age"]


_AGES = range(30, 100, 10)


def is_numbered(a: Analysis, number: Number) -> bool:
    """`Ғұмаров көшесіндегі 88 үй`, `№1, 2, 6 үйлер`, `1 орын`, `Boeing 737 ұшағы`: the number is a
    name or a rank and counts nothing.
    """
    if not number.digits:
        return False
    names = wordlist("amounts")["names"]
    words = a.tokens_in(number.end, number.end + _NOUN_REACH)[:1]
    before = a.tokens_in(max(0, number.start - _NOUN_REACH), number.start)[-1:]
    if not words or words[0].start - number.end > 1:
        return False
    noun = words[0].text.lower()
    if before and before[0].text.lower().startswith(tuple(names["streets"])):
        return noun.startswith(tuple(names["numbered"]))
    if noun in names["ranks"]:
        return number.value is not None and number.value <= _LAST_RANK
    return bool(_LISTED.search(a.text[max(0, number.start - 30) : number.start])) or (
        bool(_NAMED_BY.search(noun)) and not _has_owner(a, number)
    )


_LAST_RANK = 10
_LISTED = re.compile(r"№\s?\d{1,5}(?:,\s\d{1,5}){0,6}(?:,| мен| және| и)?\s$")
_NAMED_BY = re.compile(wordlist("amounts")["endings"]["named"])


def _has_owner(a: Analysis, number: Number) -> bool:
    """`облыстың 12 ауданы`, `ауылда 200 тұрғыны бар`: a genitive or a place before the number owns
    what is counted, so that the possessive ending does not name it.
    """
    words = a.tokens_in(a.sentence_at(number.start).start, number.start)
    return any(_OWNER.search(t.text.lower()) for t in words)


_OWNER = re.compile(wordlist("amounts")["endings"]["owner"])


def _is_attribute(word: str) -> bool:
    lists = _lists()
    if word in lists["attributes"]:
        return True
    adjective = len(word) > _SHORTEST_ADJECTIVE and word.endswith(_WITH) and word not in _stop()
    return adjective or (len(word) > 6 and word.endswith(tuple(lists["attribute_endings"])))


_WITH = ("лы", "лі")  # жүлделі, тәжірибелі
_SHORTEST_ADJECTIVE = 4


def _is_compound(words: tuple[Token, ...], at: int) -> bool:
    """`жұмыс орны`: a word that is never counted alone, with the word that it is counted with."""
    seconds = _lists()["compounds"].get(words[at].text, ())
    return bool(seconds) and at + 1 < len(words) and words[at + 1].text.startswith(tuple(seconds))


def is_noun(words: tuple[Token, ...], at: int, many: bool = False) -> bool:
    """Whether the word is a noun: in small letters, no verb, no number and none of the listed words
    that are never counted. `many` allows a plural: `1,6 мың бұзушылықтар`.
    """
    if at >= len(words):
        return False
    word = words[at].text
    if at == 0 and word.isupper():
        return word in _lists()["abbreviations"]
    if (
        len(word) < 2
        or not word[0].isalpha()
        or not word[0].islower()
        or any(x.isdigit() for x in word)
        or (word in _stop() and not _is_compound(words, at))
        or _ORDINAL.search(word)
        or (_PLURAL.search(word) and not many)
        or _YOURS.search(word)
    ):
        return False
    if number_words().word(word) or is_change(word) or OURS.search(word):
        return False
    return not VERB.search(word) or _accusative(word) or _OF_T.search(word) is not None


def _accusative(word: str) -> bool:
    """`мектепті`, `автобусты`: whether the word is a noun in the accusative, with an ending that
    fits its stem.
    """
    return (
        word.endswith(("пті", "пты", "сты", "сті")) and nominative(word) != word and len(word) > 6
    )


def _gap(a: Analysis, end: int, words: tuple[Token, ...], last: int) -> bool:
    """Whether anything other than spaces on one line stands between them."""
    return (
        re.fullmatch(r"[^\S\n]{1,2}", a.text[end : words[0].start]) is None
        or "\n" in a.text[end : words[last].end]
    )


def _is_possessed(a: Analysis, words: tuple[Token, ...], at: int) -> bool:
    """`жол апаты`, `ауыл мектебінің`: whether the next noun has a possessive ending, so that both
    nouns name one thing.
    """
    if (
        at + 1 >= len(words)
        or words[at].text.endswith(("ы", "і", "ың", "ің"))
        or not _is_bare(words[at].text)
    ):
        return False
    word = words[at + 1].text
    return (
        a.text[words[at].end : words[at + 1].start] == " "
        and word[0].islower()
        and len(word) > 3
        and word not in _stop()
        and word not in _lists()["attributes"]
        and not _VERBAL_NOUN.search(word)
        and not _ORDINAL.search(word)
        and (
            _OF_T.search(word) is not None
            or (not VERB.search(word) and _OF.search(word) is not None)
        )
    )


_VERBAL_NOUN = re.compile(r"у[ыі](?:н|ның|нің|на|не|нда|нде|нан|нен|мен)?$")
"""`адам көруі мүмкін`: what the counted do."""


def _is_bare(word: str) -> bool:
    """Whether a noun has no case; `сауда` only looks like one that has."""
    lists = _lists()
    return word in lists["stems"] or (
        nominative(word) == word and not re.search(lists["cases"], word)
    )


_POSSESSED = re.compile(wordlist("amounts")["endings"]["possessed"])
_REACH = 200  # characters back to the noun a bare figure counts
_NUMBER_OF = re.compile(
    r"(?:{})(?:\s[–—-])?\s{{1,2}}(?:\w+\s)?$".format("|".join(_lists()["number_of"]))
)


def of_them(
    number: Number, own: str, end: int, before: MeasuredAmount | None
) -> MeasuredAmount | None:
    """`12-сі қарсы болды`, `он жетісі`, `бесеуі`: a figure with a possessive ending counts a part
    of what was counted before it.
    """
    inflected = end > number.end or not number.digits or number.scale >= _LEAST_SCALE
    if not number.collective and not (
        inflected and number.value != 1 and _POSSESSED.search(_ending_of(own))
    ):
        return None
    near = _near(number, before)
    unit = (
        near.unit
        if near and near.unit.quantity == "count"
        else Unit("count", "адам" if number.collective else None)
    )
    return MeasuredAmount(number.start, end, number, unit, "kk.of_them", 0.7)


def elliptic(
    a: Analysis, number: Number, end: int, before: MeasuredAmount | None
) -> MeasuredAmount | None:
    """`400-ден асты`, `саны – 17`, `биыл отыз сегіз мың сұрап отыр`: a figure without a noun behind
    it.
    """
    if number.scale >= _LEAST_SCALE:
        behind = a.tokens_in(end, end + _NOUN_REACH)[:1]
        if behind and _YOURS.search(behind[0].text):
            return None  # "2 миллион қарызыңыз бар": of which money, nobody says
        near = _near(number, before)
        unit = near.unit if near and near.unit.quantity == "money" else Unit("count", None)
        return MeasuredAmount(number.start, end, number, unit, "kk.bare_scale", 0.6)
    case = case_of(a.text[number.start : end].lower())
    bounded = bound_words(case).match(a.text, end) if case else None
    if bounded and _is_of_them(bounded[0]):
        near = _near(number, before)
        unit = near.unit if near and near.unit.quantity == "count" else Unit("count", None)
        return MeasuredAmount(number.start, end, number, unit, "kk.of_them", 0.7)
    of_number = _NUMBER_OF.search(a.text[max(0, number.start - 24) : number.start])
    if number.digits and (bounded or of_number):
        return MeasuredAmount(number.start, end, number, Unit("count", None), "kk.bare_figure", 0.6)
    return None


_LEAST_SCALE = 1000


def _near(number: Number, before: MeasuredAmount | None) -> MeasuredAmount | None:
    return before if before is not None and number.start - before.end <= _REACH else None


def _ending_of(own: str) -> str:
    """The ending of a figure: `12-сі` -> `сі`; for a number in words the ending of its last word
    (`он жетісі`).
    """
    if "-" in own:
        return own.rsplit("-", 1)[1]
    word = own.split()[-1]
    return "" if word in _PLAIN else word


_PLAIN = frozenset(("екі", "алты", "жеті", "жиырма", "елу"))
