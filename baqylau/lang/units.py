"""The units and currencies of a language, which may stand beside a number and say what it measures.

Comes in: the tables of `units.toml` and `currencies.toml`. Goes out: `Units`, which finds the unit
that begins at an offset or ends before one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Quantity = Literal["money", "percent", "count", "measure", "duration", "ratio"]
_SPACE = "[ \u00a0\u2009\u202f]"


@dataclass(frozen=True, slots=True)
class Unit:
    """`name` is the unit's dictionary form (None for money); `currency` is ISO 4217; `part` is the
    share of a whole unit (0.01 for cents).
    """

    quantity: Quantity
    name: str | None
    currency: str | None = None
    part: float = 1.0


_LetterPattern = tuple[re.Pattern[str], tuple[Unit, ...]]


@dataclass(frozen=True, slots=True)
class Units:
    """`after` finds a unit behind a number, `signs` a currency sign before it, `before` a unit
    named before it; `halves` are words like "полгода".

    The units behind a number are grouped by their first letter, so that only one pattern is tried
    for each number.
    """

    _gap: re.Pattern[str]
    _after: Mapping[str, _LetterPattern]
    _signs: re.Pattern[str]
    _sign_units: Mapping[str, Unit]
    _before: re.Pattern[str] | None
    _before_units: tuple[Unit, ...]
    halves: Mapping[str, Unit]

    def after(self, text: str, offset: int) -> tuple[Unit, int] | None:
        """The unit that follows a number ending at `offset`, and where the unit ends."""
        gap = self._gap.match(text, offset)
        start = gap.end() if gap else offset
        letter_pattern = self._after.get(text[start : start + 1])
        found = letter_pattern[0].match(text, start) if letter_pattern else None
        if not letter_pattern or not found:
            return None
        return letter_pattern[1][(found.lastindex or 1) - 1], found.end()

    def sign_before(self, text: str, offset: int) -> tuple[Unit, int] | None:
        """The currency sign just before a number beginning at `offset`, and where the sign
        begins.
        """
        found = self._signs.search(text, max(0, offset - 5), offset)
        return (self._sign_units[found[1]], found.start(1)) if found else None

    def named_before(self, text: str, offset: int) -> tuple[Unit, int] | None:
        """The unit whose name stands before the number ("магнитудой 4,7"), and where the name
        begins.
        """
        found = self._before.search(text, max(0, offset - 40), offset) if self._before else None
        if not found:
            return None
        group = next(i for i, x in enumerate(found.groups()) if x is not None)
        return self._before_units[group], found.start()


def units(measures: Mapping[str, Any], money: Mapping[str, Any], ending: str = r"\w{0,3}") -> Units:
    """Compile the tables. `ending` is what a star in a form stands for."""
    after = sorted(_forms(measures, money), key=lambda pair: -len(pair[0]))
    attribute = measures["plain"]["attribute"]
    signs = {
        sign: Unit("money", None, x["code"], x.get("part", 1.0))
        for x in money["currency"]
        for sign in x.get("signs", ())
    }
    before = [
        (form, Unit(x["quantity"], x["name"]))
        for x in measures.get("before", ())
        for form in x["forms"]
    ]
    sign_pattern = "|".join(re.escape(s) for s in sorted(signs, key=len, reverse=True))
    return Units(
        re.compile(rf"{_SPACE}{{0,2}}(?:(?:{attribute}){_SPACE})?"),
        _patterns_by_letter(after, ending),
        re.compile(rf"(?<!\w)({sign_pattern}){_SPACE}?$"),
        signs,
        (
            re.compile(
                "(?:"
                + "|".join(f"({_pattern(form, ending)})" for form, _ in before)
                + r")(?:\s\w+){0,2}\s*$",
                re.IGNORECASE,
            )
            if before
            else None
        ),
        tuple(unit for _, unit in before),
        {
            word: Unit(x["quantity"], x["name"])
            for x in measures["unit"]
            for word in x.get("halves", ())
        },
    )


def _patterns_by_letter(
    after: Sequence[tuple[str, Unit]], ending: str
) -> dict[str, _LetterPattern]:
    """For each letter one pattern of the forms that begin with it, the longest first, with one
    group per form.
    """
    letter_patterns: dict[str, list[tuple[str, Unit]]] = {}
    for form, unit in after:
        letter_patterns.setdefault(form[0], []).append((form, unit))
    return {
        first: (
            re.compile("|".join(f"({_pattern(form, ending)})" for form, _ in forms)),
            tuple(unit for _, unit in forms),
        )
        for first, forms in letter_patterns.items()
    }


def _forms(measures: Mapping[str, Any], money: Mapping[str, Any]) -> Iterator[tuple[str, Unit]]:
    for row in measures["unit"]:
        for form in row["forms"]:
            yield form, Unit(row["quantity"], row["name"])
    for row in money["currency"]:
        for form in (*row.get("signs", ()), *row.get("words", ())):
            yield form, Unit("money", None, row["code"], row.get("part", 1.0))
        for country, code in row.get("of_country", {}).items():
            yield from (
                (f"{country}* {form}", Unit("money", None, code))
                for form in row["words"]
                if form.endswith("*")
            )


def _pattern(form: str, ending: str) -> str:
    """A form as a regular expression: a star is an ending, and the form is never a part of a longer
    word.
    """
    body = (
        re.escape(form)
        .replace(r"\*", ending)
        .replace(r"\ ", rf"{_SPACE}")
        .replace(r"\[её\]", "[её]")
    )
    return body + (r"(?!\w)" if form[-1].isalnum() or form[-1] == "*" else "")
