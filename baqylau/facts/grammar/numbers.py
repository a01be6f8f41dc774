"""Numbers of a text, in digits and in words: "1 млн 200 тыс.", "5,5–6,5", "полтора миллиарда", "две
тысячи пятьсот".

Comes in: a text and a language's `Numerals`. Goes out: `Number`s in reading order, without a unit.
The amounts of each language decide what a number measures and whether it is an amount.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from baqylau.facts.grammar import digits
from baqylau.facts.grammar.digits import SPACE
from baqylau.facts.grammar.neighbours import joined
from baqylau.lang.numerals import NumberWord, Numerals

_JOINED = re.compile(rf"\.?{SPACE}{{1,2}}")
_RANGE = re.compile(rf"{SPACE}?(?:[-–—−‑]|\.{{3}}|…){SPACE}?")
_LONGEST_FIGURE = 30  # characters: the press prints no longer number


@dataclass(frozen=True, slots=True)
class Number:
    """`high` is the upper end of a range; `value` is None for "десятки". `scale` is the factor of a
    scale word such as "млн"; it is 1 where none was written, or where the number goes on behind it
    ("1 млн 200").

    `digits` says that it was written in digits, `collective` that it counts a group ("двое").
    `thousands` is true for one mark before exactly three digits ("3.350", "12,450"): the mark may
    part thousands as well as a fraction, and what the number measures decides. `suffix` says that
    a letter is its scale word ("54K"): without money beside it, this is a name ("4K").
    """

    start: int
    end: int
    value: float | None
    high: float | None = None
    scale: float = 1
    digits: bool = False
    collective: bool = False
    thousands: bool = False
    suffix: bool = False


def in_thousands(number: Number) -> Number:
    """The number, with its mark read as the mark of thousands where that is possible."""
    if not number.thousands:
        return number
    value, high = (None if x is None else round(x * 1000) for x in (number.value, number.high))
    return replace(number, value=value, high=high, thousands=False)


@dataclass(frozen=True, slots=True)
class _NumberPart:
    start: int
    end: int
    word: NumberWord | None
    value: float | None
    thousands: bool = False


def numbers(text: str, words: Numerals, start: int = 0, end: int | None = None) -> list[Number]:
    """The numbers that begin in `text[start:end]`, ranges joined ("5–7", "от 3 до 5"); offsets are
    of `text`.
    """
    stop = len(text) if end is None else end
    single = [
        number
        for run in _runs(text, _parts(text, words, start, stop), words)
        for number in _read(run)
    ]
    return list(joined(single, partial(_range, text, words)))


def _parts(text: str, words: Numerals, start: int, end: int) -> Iterator[_NumberPart]:
    for found in digits.PART.finditer(text, start, end):
        if found.lastgroup == "digits":
            if len(found[0]) <= _LONGEST_FIGURE:
                value, doubtful = digits.read(found[0], words.thousands)
                yield _NumberPart(found.start(), found.end(), None, value, doubtful)
            continue
        glued = text[found.start() - 1 : found.start()].isdigit()
        word = (words.suffix(found[0]) if glued else None) or words.word(found[0])
        if word:
            stop = found.end() + (
                word.kind == "scale"
                and len(found[0]) <= 4
                and text[found.end() : found.end() + 1] == "."
            )
            yield _NumberPart(
                found.start(),
                stop if _abbreviation_dot(text, found.end(), stop, words) else found.end(),
                word,
                word.value,
            )


def _abbreviation_dot(text: str, end: int, stop: int, words: Numerals) -> bool:
    """Whether the dot after "тыс" belongs to the abbreviation; at the end of a line or before a
    capital letter that begins no unit it ends the sentence.
    """
    if stop > end and (unit := _CAPITAL_UNIT.match(text, end)):
        return unit[1] in words.capital_units
    return stop > end and bool(
        re.match(rf"\.{SPACE}*[^\W\dA-ZА-ЯЁӘҒҚҢӨҰҮҺІ]|\.{SPACE}*\d|\.,", text[end : end + 4])
    )


_CAPITAL_UNIT = re.compile(rf"\.{SPACE}{{1,2}}([A-ZА-Я][A-Za-zА-Яа-я]{{1,4}})(?![^\W\d_])")


def _runs(text: str, parts: Iterable[_NumberPart], words: Numerals) -> Iterator[list[_NumberPart]]:
    """Runs of number parts that stand side by side; "с половиной" is added to the number
    before it.
    """
    run: list[_NumberPart] = []
    for part in parts:
        if run and not (
            _stand_together(text, run[-1], part)
            or _glued(text, run[-1], part)
            or _of_scale(text, run[-1], part, words)
        ):
            yield run
            run = []
        run.append(
            _with_half(text, part, words) if part.value is not None and part.value < 1000 else part
        )
    if run:
        yield run


def _stand_together(text: str, before: _NumberPart, part: _NumberPart) -> bool:
    """`1 млн 200`, `1 thous. 200`; behind a whole word a full stop ends the sentence."""
    if not _JOINED.fullmatch(text, before.end, part.start):
        return False
    return text[before.end] != "." or before.end - before.start <= _LONGEST_ABBREVIATION


_LONGEST_ABBREVIATION = 5  # letters


def _hyphened(text: str, tens: _NumberPart, part: _NumberPart) -> bool:
    """`twenty-five`"""
    return (
        tens.word is not None
        and part.word is not None
        and tens.word.kind == part.word.kind == "cardinal"
        and (part.value or 0) < tens.word.below
        and text[tens.end : part.start] in ("-", "‑")
    )


def _glued(text: str, figure: _NumberPart, part: _NumberPart) -> bool:
    """`120млн`, `$54K`, `5-million`: a scale word or a letter for one stands right behind the
    digits, or behind a hyphen.
    """
    hyphen = text[figure.end : part.start] == "-" and part.word is not None
    if hyphen and figure.word is None and part.word and part.word.kind == "scale":
        return not part.word.suffix
    return _hyphened(text, figure, part) or (
        figure.word is None
        and figure.end == part.start
        and part.word is not None
        and part.word.kind == "scale"
    )


def _of_scale(text: str, half: _NumberPart, part: _NumberPart, words: Numerals) -> bool:
    """`half a million`: the article stands between a fraction and its scale."""
    return bool(
        words.article
        and half.word
        and part.word
        and (half.word.kind, part.word.kind) == ("fraction", "scale")
        and text[half.end : part.start] == f" {words.article} "
    )


def _with_half(text: str, part: _NumberPart, words: Numerals) -> _NumberPart:
    if words.half[0] not in text[part.end + 1 : part.end + 2]:
        return part
    found = re.compile(rf"{SPACE}{words.half}(?!\w)").match(text, part.end)
    return replace(part, end=found.end(), value=(part.value or 0) + 0.5) if found else part


class _NumberBuilder:
    """Builds one number from its parts, from left to right: `total` holds the finished thousands
    and millions, `group` the group that is still open.
    """

    def __init__(self) -> None:
        self.start = self.end = -1
        self.total, self.floor, self.lowest = 0.0, 0.0, float("inf")
        self.group: float | None = None
        self.scale, self.digits, self.collective, self.closed = 1.0, False, False, False
        self.thousands = self.suffix = False

    def accepts(self, part: _NumberPart) -> bool:
        value, kind = part.value, part.word.kind if part.word else "digits"
        if self.closed:
            return False
        if value is None or kind == "collective":
            return self.start < 0
        if kind == "scale":
            return value < self.lowest and (
                self.group is not None or (self.start < 0 and bool(part.word and part.word.alone))
            )
        if kind == "hundred" and self.group is not None:
            return self.group < 10
        if self.group is not None:
            return kind == "cardinal" and value < self.floor
        return self.start < 0 or (value < self.lowest and value < 1000)

    def add(self, part: _NumberPart) -> None:
        value, kind = part.value or 0.0, part.word.kind if part.word else "digits"
        if self.start < 0:
            self.start, self.digits, self.collective = (
                part.start,
                kind == "digits",
                kind == "collective",
            )
        self.thousands = part.thousands and self.end < 0
        self.suffix = self.suffix or bool(part.word and part.word.suffix)
        self.end, self.closed = part.end, bool(part.word and part.word.last)
        if kind == "scale":
            self.total += (1.0 if self.group is None else self.group) * value
            self.group, self.lowest, self.scale = None, value, max(self.scale, value)
            return
        self.group = (
            value * (self.group or 1.0) if kind == "hundred" else value + (self.group or 0.0)
        )
        self.floor = part.word.below if part.word and kind in ("cardinal", "hundred") else 0.0

    def number(self) -> Number:
        value = self.total + (self.group or 0.0)
        open_tail = self.group is not None and self.total > 0
        return Number(
            self.start,
            self.end,
            _rounded(value),
            None,
            1 if open_tail else self.scale,
            self.digits,
            self.collective,
            self.thousands,
            self.suffix,
        )


def _rounded(value: float) -> float:
    """2.3 млрд is 2300000000, not 2299999999.9999995."""
    return round(value, 6)


def _read(run: list[_NumberPart]) -> Iterator[Number]:
    """The numbers of one run of parts; `десятки тысяч` is a number without a value."""
    builder, vague = _NumberBuilder(), None
    for part in run:
        if vague and part.word and part.word.kind == "scale":
            vague = replace(vague, end=part.end)
            continue
        if vague:
            yield vague
        vague = None
        if not builder.accepts(part):
            if builder.start >= 0:
                yield builder.number()
            builder = _NumberBuilder()
        if (
            builder.start < 0
            and part.word
            and part.word.indefinite
            and not (part.word.alone and builder.accepts(part))
        ):
            vague = Number(part.start, part.end, None)
        elif builder.accepts(part):
            builder.add(part)
    if vague:
        yield vague
    if builder.start >= 0:
        yield builder.number()


def _range(text: str, words: Numerals, low: Number, high: Number) -> Number | None:
    """The range of two neighbours that a dash or the words of a range connect."""
    if low.value is None or high.value is None or low.high is not None:
        return None
    if _is_year(text, low, high):
        return None
    between = text[low.end : high.start]
    if not _RANGE.fullmatch(between) and not _role_as_worded(text, low, between, words):
        return None
    value = (
        low.value * high.scale
        if low.scale == 1 and low.value * high.scale < high.value
        else low.value
    )
    if value >= high.value or value * _WIDEST_RANGE < high.value:
        return None
    return Number(
        low.start,
        high.end,
        _rounded(value),
        high.value,
        high.scale,
        low.digits,
        high.collective,
        low.thousands and high.thousands,
        high.suffix,
    )


_WIDEST_RANGE = 1000  # a higher end more than this many times the lower one is another number
_SEASON = re.compile(r"(?<!\d)(?:19|20)\d\d[-–—/]$")
_FIRST_YEAR, _LAST_YEAR, _BEYOND_YEARS = 1900, 2100, 10_000


def _is_year(text: str, low: Number, high: Number) -> bool:
    """`2025 — 816 000 тонн`, `в 2023–24 — 816 000 тонн`: the figure before the dash is a year or
    the second half of a season, and the figure behind it is far greater.
    """
    if not low.digits or high.value is None or low.value is None or high.value < _BEYOND_YEARS:
        return False
    bare = low.end - low.start == 4 and _FIRST_YEAR <= low.value <= _LAST_YEAR
    return bare or bool(_SEASON.search(text, max(0, low.start - 6), low.start))


def _role_as_worded(text: str, low: Number, between: str, words: Numerals) -> bool:
    before = re.search(r"(\w+)\s*$", text[max(0, low.start - 12) : low.start])
    word = before[1].lower() if before else ""
    if words.bare_to and between.strip() == words.bare_to:
        return word != words.not_before_bare_to  # "10 to 12 percent"
    if not word:
        return False
    pair = (word, between.strip())
    return pair in ((words.range_from, words.range_to), (words.between, words.between_and))
