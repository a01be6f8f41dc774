"""The checks of single values in an outlet's file: a value comes in as TOML has it, the checked one
goes out. Each raises ValueError with words that say what to write instead.
"""

import codecs
import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_MIXED_ALPHABETS = re.compile(
    r"[A-Za-z][А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]|[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][A-Za-z]"
)


def duration(value: Any) -> timedelta:
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("write a duration as a number and a unit, for example 10m, 2s, 6h or 1d")
    return timedelta(**{_UNITS[found[2]]: float(found[1])})


def address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("give the whole address, for example https://example.kz/rss.xml")
    return value


def zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as wrong:
        raise ValueError("name an IANA zone, for example Asia/Almaty") from wrong
    return value


def pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as wrong:
        raise ValueError(
            f"this regular expression does not compile ({wrong}); test it against one article"
            " address"
        ) from wrong
    return value


def offset(value: Any) -> timedelta:
    sign = -1 if isinstance(value, str) and value.startswith("-") else 1
    offset = sign * duration(value.lstrip("+-") if isinstance(value, str) else value)
    if not offset or abs(offset) > timedelta(hours=14):
        raise ValueError('write hours up to 14 with their sign, for example "+5h" or "-1h"')
    return offset


def charset(value: str) -> str:
    try:
        return codecs.lookup(value).name
    except LookupError as wrong:
        raise ValueError("name a character encoding, for example windows-1251") from wrong


def identity(value: str) -> str:
    if re.compile(pattern(value)).groups != 1:
        raise ValueError(r"mark the number with one group, for example '/news/(\d+)-'")
    return value


def one_alphabet(value: str) -> str:
    mixed = next((x for x in re.findall(r"\w+", value) if _MIXED_ALPHABETS.search(x)), None)
    if mixed:
        raise ValueError(
            f"the word {mixed!r} mixes Latin and Cyrillic letters; retype it in one alphabet"
        )
    return value


def host(value: str) -> str:
    if "/" in value or ":" in value or "." not in value:
        raise ValueError("give a bare host name, for example m.example.kz")
    return value


def language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?", value):
        raise ValueError(
            'give a language code, for example "kk", or "uz-Latn" where the script matters'
        )
    return value


def probed(value: Any) -> str:
    if value == "never":
        return "never"
    return day(value).isoformat()


def share(value: dict[str, float]) -> dict[str, float]:
    wrong = next((k for k, v in value.items() if not 0 <= v <= 1), None)
    if wrong:
        raise ValueError(f"{wrong} is a share of articles: give a number from 0 to 1")
    return value


def day(value: Any) -> date:
    if not isinstance(value, date):
        raise ValueError("write a TOML date without quotation marks, for example 2025-03-01")
    if not date(1990, 1, 1) <= value <= date(2100, 1, 1):
        raise ValueError("no outlet had a web page on this day; check the year")
    return value
