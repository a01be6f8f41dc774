"""The forms of dates, which all languages share, compiled from three tables of a language.

Comes in: `date_forms.toml`, `dates.toml` and the month names of a language. Goes out: `DateTables`:
the forms in the order in which they are tried, each with the kinds of words that must stand near
it, and the meaning of a matched word (`month`, `shift`, `kind`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from baqylau.lang.calendar import number_of

_GAP = "[ \u00a0\u202f\u2009]"
_TABLES = {
    "which": "which", "this": "this", "days": "word", "weekdays": "weekday", "seasons": "season",
    "ordinals": "ordinal", "day_words": "day_word", "decade_words": "decade_word",
}  # fmt: skip
"""The tables of `dates.toml` whose words a form may name, and the part that stands for them."""
_TWICE = ("ordinal", "weekday", "season")
_DIGITS = {
    "day_digits": r"(?P<day>[0-3]\d)",
    "number": r"(?P<number>[01]\d)",
    "year_digits": r"(?P<year>(?:19|20)\d\d)",
}


@dataclass(frozen=True, slots=True)
class DateForm:
    """`name` becomes the fact's rule, `read` names the reading of the pattern's groups. `near` are
    the kinds of words without which the pattern need not be tried (empty: it is tried everywhere);
    `whole` says that the span keeps the preposition before the date.
    """

    name: str
    pattern: re.Pattern[str]
    read: str
    near: frozenset[str] = frozenset()
    whole: bool = False


@dataclass(frozen=True)
class DateTables:
    """`months` are the names of months in running text and `short_months` their abbreviations, with
    their numbers; `parts` are parts of forms that the language makes itself.
    """

    forms_table: Mapping[str, Any]
    dates: Mapping[str, Any]
    months: Mapping[str, int]
    short_months: Mapping[str, int]
    parts: Mapping[str, str]

    @cached_property
    def forms(self) -> tuple[DateForm, ...]:
        return tuple(
            DateForm(
                row["name"],
                re.compile(r"(?<![\w.-])" + self._filled(row["form"]), re.IGNORECASE),
                row["read"],
                frozenset(row.get("near", "").split()),
                row.get("whole", False),
            )
            for row in self.forms_table["form"]
        )

    def _filled(self, form: str) -> str:
        """The form with its parts filled in. Every space stands for one or two spaces on the same
        line; an optional space may be missing.
        """
        whole = re.sub(r"\{([a-z_]+)\}", lambda m: self._filled(self._parts[m[1]]), form)
        return re.sub(
            r"(?<!\[) (\?)?(?![^\[\]]*\])", lambda m: _GAP + ("{0,2}" if m[1] else "{1,2}"), whole
        )

    @cached_property
    def _parts(self) -> dict[str, str]:
        parts = dict(self.forms_table["parts"])
        for table, name in _TABLES.items():
            words = sorted(self.dates.get(table, {}), key=len, reverse=True)
            parts[name] = f"(?P<{name}>" + "|".join(f"(?:{x})" for x in words) + ")"
        parts |= {
            f"last_{name}": parts[name].replace(f"<{name}>", f"<last_{name}>") for name in _TWICE
        }
        for name in ("month", "from_month"):
            parts[name] = f"(?P<{name}>{_any(self.months)})"
        parts |= _DIGITS
        parts["short_month"] = f"(?P<month>{_any(self.short_months)})"
        parts["from_short_month"] = f"(?P<from_month>{_any(self.short_months)})"
        return parts | dict(self.parts)

    def month(self, word: str) -> int:
        low = word.lower()
        return self.months.get(low) or self.short_months[low]

    def shift(self, word: str, table: str) -> int:
        """The number that a word of a table of `dates.toml` stands for: "прошлого" is -1,
        "третьем" 3.
        """
        return _shift(self, word, table)

    def kind(self, word: str, table: str) -> str:
        """The name that a word of a table stands for: the unit of "лет" is "year". Raises
        `StopIteration` where the table lacks the word.
        """
        return _kind(self, word.lower(), table)

    def near(self, word: str) -> tuple[str, ...]:
        """The kinds of date words that a word of a text may belong to, by its first three
        letters, or those behind a figure and a hyphen.
        """
        return _near(self, word)

    @cached_property
    def kinds(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for kind, beginnings in self.forms_table["near"].items():
            for beginning in beginnings.split():
                found.setdefault(beginning, set()).add(kind)
        return {k: frozenset(v) for k, v in found.items()}

    def __hash__(self) -> int:
        return id(self)


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|\d0-?[хе]$|\d0s$")
_JOINED = re.compile(r"[–—-]([^\W\d_]{1,3})")
_SHORT = re.compile(r"[0-3]\d\.[01]\d(?!\d)")


def _any(words: Mapping[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=20_000)
def _near(tables: DateTables, word: str) -> tuple[str, ...]:
    kinds = tables.kinds
    found = [*kinds.get(word[:3].lower().rstrip("."), ())]
    if word[0].isdigit():
        if joined := _JOINED.search(word):
            found += kinds.get(joined[1].lower(), ())
        if _YEAR.search(word):
            found.append("bare")
        if _SHORT.match(word):
            found.append("short")
    return tuple(found)


@lru_cache(maxsize=2_000)
def _shift(tables: DateTables, word: str, table: str) -> int:
    return number_of(word, tables.dates[table])


@lru_cache(maxsize=2_000)
def _kind(tables: DateTables, word: str, table: str) -> str:
    return next(str(k) for k, p in tables.dates[table].items() if re.fullmatch(p, word))
