"""The outlet registry: `outlets/**/*.toml` in, `Outlet`s out.

A file that is wrong raises `RegistryError` naming file, key and remedy; nothing is guessed.
"""

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from baqylau.errors import RegistryError
from baqylau.model.outlet import Access, Discover, Expect, Layout, Outlet, Visit, Way

_DURATION = re.compile(r"(\d+)\s*(s|m|h|d)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_MIXED_ALPHABETS = re.compile(r"[A-Za-z][А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]|[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][A-Za-z]")


def _duration(value: Any) -> timedelta:
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("write a duration as a number and a unit, for example 10m, 2s, 6h or 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("give the whole address, for example https://example.kz/rss.xml")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as wrong:
        raise ValueError("name an IANA zone, for example Asia/Almaty") from wrong
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as wrong:
        raise ValueError(f"this regular expression does not compile ({wrong}); test it against one article address") from wrong
    return value


def _one_alphabet(value: str) -> str:
    if _MIXED_ALPHABETS.search(value):
        raise ValueError("a word mixes Latin and Cyrillic letters; retype it in one alphabet")
    return value


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise ValueError("write a TOML date without quotation marks, for example 2025-03-01")
    if not date(1990, 1, 1) <= value <= date(2100, 1, 1):
        raise ValueError("no outlet had a web page on this day; check the year")
    return value


Address = Annotated[str, AfterValidator(_address)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Discover(_Strict):
    kind: Way
    url: Address
    pages: int = 1
    links: str | None = None
    confidence: Literal["A", "B", "C", "D", "K"] | None = None


class _Visit(_Strict):
    every: Duration = timedelta(minutes=15)
    delay: Duration = timedelta(seconds=2)
    concurrency: int = 1
    quiet: tuple[int, int] | None = None


class _Layout(_Strict):
    since: Annotated[date, BeforeValidator(_day)] | None = None
    body: str | None = None
    drop: tuple[str, ...] = ()
    title: str | None = None
    lead: str | None = None
    published: str | None = None
    author: str | None = None


class _Expect(_Strict):
    articles_per_day: tuple[int, int] | None = None
    filled: dict[str, float] = {}


class _Outlet(_Strict):
    name: Annotated[str, AfterValidator(_one_alphabet)]
    home: Address
    country: str
    languages: tuple[str, ...]
    timezone: Annotated[str, AfterValidator(_zone)]
    articles: Annotated[str, AfterValidator(_pattern)] | None = None
    aliases: tuple[str, ...] = ()
    discover: tuple[_Discover, ...] = ()
    visit: _Visit = _Visit()
    layout: tuple[_Layout, ...] = ()
    expect: _Expect = _Expect()
    access: Access = Access.PLAIN
    tls: str = "verified"
    enabled: bool = True
    missing: str | None = None
    probed: str = "never"
    note: str | None = None


def read(path: Path) -> Outlet:
    """One outlet from one file; its id is the file's name. Raises `RegistryError`."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise RegistryError(f"{path}: not readable as TOML ({wrong}); compare it with a neighbouring file") from wrong
    try:
        given = _Outlet.model_validate(raw)
    except ValidationError as wrong:
        raise RegistryError(f"{path}: {_explain(wrong)}") from wrong
    if given.enabled and not given.discover:
        raise RegistryError(f"{path}: discover is missing: name at least one way to find articles, or set enabled = false and say what is missing")
    if not given.enabled and not given.missing:
        raise RegistryError(f'{path}: enabled is false but missing is not given: say what is missing, for example missing = "no feed known"')
    return Outlet(
        id=path.stem,
        name=given.name,
        home=given.home,
        country=given.country,
        languages=given.languages,
        timezone=given.timezone,
        articles=given.articles,
        aliases=given.aliases,
        discover=tuple(Discover(**dict(x)) for x in given.discover),
        visit=Visit(**dict(given.visit)),
        layouts=tuple(Layout(**dict(x)) for x in given.layout),
        expect=Expect(**dict(given.expect)),
        access=given.access,
        tls=given.tls,
        enabled=given.enabled,
        missing=given.missing,
        probed=given.probed,
        note=given.note,
    )


def _explain(wrong: ValidationError) -> str:
    first = wrong.errors()[0]
    key = "".join(f"[{x}]" if isinstance(x, int) else f".{x}" for x in first["loc"]).lstrip(".")
    if first["type"] == "extra_forbidden":
        return f"{key} is not a known key; see docs/outlets.md for the keys there are"
    if first["type"] == "missing":
        return f"{key} is missing; add it"
    reason = first["msg"].removeprefix("Value error, ")
    return f'{key} is {first["input"]!r}: {reason}'


def load(*folders: Path) -> dict[str, Outlet]:
    """Every outlet under the folders, by id, in order of id. Raises `RegistryError`, also for an id given twice."""
    found: dict[str, Path] = {}
    outlets: dict[str, Outlet] = {}
    for path in sorted((p for folder in folders for p in folder.rglob("*.toml")), key=lambda p: p.stem):
        if path.stem in found:
            raise RegistryError(f"{path}: the id {path.stem!r} is already taken by {found[path.stem]}; rename one of the files")
        found[path.stem] = path
        outlets[path.stem] = read(path)
    return outlets
