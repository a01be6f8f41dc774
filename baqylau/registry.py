"""The outlet registry: `outlets/**/*.toml` come in, `Outlet`s go out.

A wrong file raises `RegistryError`, which names file, key and remedy; nothing is guessed.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from baqylau import registry_values as values
from baqylau.errors import RegistryError
from baqylau.model.hosts import COUNTRIES, REGIONAL, host_of
from baqylau.model.outlet import (
    Access,
    DiscoverySource,
    Expect,
    Outlet,
    PageLayout,
    Repairs,
    SourceKind,
    VisitPolicy,
)
from baqylau.settings import PROJECT_OUTLETS

OWN_OUTLETS = Path("outlets")
"""Of the working folder."""
_COUNTRY = rf"^({'|'.join((*COUNTRIES, REGIONAL, 'sample'))})$"


Text = Annotated[str, AfterValidator(values.one_alphabet)]
Address = Annotated[str, AfterValidator(values.address), AfterValidator(values.one_alphabet)]
Hour = Annotated[int, Field(ge=0, le=23)]
Duration = Annotated[timedelta, BeforeValidator(values.duration)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Discover(_Strict):
    kind: SourceKind
    url: Address
    pages: Annotated[int, Field(ge=1, le=20)] = 1
    links: Text | None = None
    confidence: Literal["A", "B", "C", "D", "K"] | None = None


class _Visit(_Strict):
    every: Duration = timedelta(minutes=15)
    delay: Duration = timedelta(seconds=2)
    concurrency: Annotated[int, Field(ge=1, le=8)] = 1
    quiet: tuple[Hour, Hour] | None = None


class _Layout(_Strict):
    since: Annotated[date, BeforeValidator(values.day)] | None = None
    body: Text | None = None
    drop: tuple[Text, ...] = ()
    title: Text | None = None
    lead: Text | None = None
    published: Text | None = None
    author: Text | None = None


class _Expect(_Strict):
    articles_per_day: tuple[int, int] | None = None
    filled: Annotated[dict[str, float], AfterValidator(values.share)] = {}


class _Repairs(_Strict):
    time_offset: Annotated[timedelta, BeforeValidator(values.offset)] | None = None
    charset: Annotated[str, AfterValidator(values.charset)] | None = None
    cookies: bool = False
    feed_reader: bool = False
    identity: Annotated[str, AfterValidator(values.identity)] | None = None


class _Outlet(_Strict):
    name: Text
    home: Address
    country: Annotated[str, Field(pattern=_COUNTRY)]
    languages: Annotated[
        tuple[Annotated[str, AfterValidator(values.language)], ...], Field(min_length=1)
    ]
    timezone: Annotated[str, AfterValidator(values.zone)]
    articles: Annotated[str, AfterValidator(values.pattern)] | None = None
    examples: tuple[Address, ...] = ()
    aliases: tuple[Annotated[str, AfterValidator(values.host)], ...] = ()
    also: tuple[Text, ...] = ()
    ordinary: bool = False
    official: bool = False
    discover: tuple[_Discover, ...] = ()
    visit: _Visit = _Visit()
    layout: tuple[_Layout, ...] = ()
    expect: _Expect = _Expect()
    repairs: _Repairs = _Repairs()
    access: Access = Access.PLAIN
    tls: Text = "verified"
    enabled: bool = True
    missing: Text | None = None
    probed: Annotated[str, BeforeValidator(values.probed)] = "never"
    note: Text | None = None


def read(path: Path) -> Outlet:
    """One outlet from one file; its id is the file's name. Raises `RegistryError`."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise RegistryError(
            f"{path}: not readable as TOML ({wrong}); compare it with a neighbouring file"
        ) from wrong
    try:
        given = _Outlet.model_validate(raw)
    except ValidationError as wrong:
        raise RegistryError(f"{path}: {_explain(wrong)}") from wrong
    for position, example in enumerate(given.examples):
        if given.articles and not re.search(given.articles, example):
            raise RegistryError(
                f"{path}: examples[{position}] is {example!r}: articles does not match it; correct"
                " the one or the other"
            )
    if given.enabled and not given.discover:
        raise RegistryError(
            f"{path}: discover is missing: name at least one source of new articles, or set enabled"
            " = false and say what is missing"
        )
    if not given.enabled and not given.missing:
        raise RegistryError(
            f"{path}: enabled is false but missing is not given: say what is missing, for example"
            ' missing = "no feed known"'
        )
    return Outlet(
        id=path.stem,
        name=given.name,
        home=given.home,
        country=given.country,
        languages=given.languages,
        timezone=given.timezone,
        articles=given.articles,
        examples=given.examples,
        aliases=given.aliases,
        also=given.also,
        ordinary=given.ordinary,
        official=given.official,
        discover=tuple(DiscoverySource(**dict(x)) for x in given.discover),
        visit=VisitPolicy(**dict(given.visit)),
        layouts=tuple(PageLayout(**dict(x)) for x in given.layout),
        expect=Expect(**dict(given.expect)),
        repairs=Repairs(**dict(given.repairs)),
        access=given.access,
        tls=given.tls,
        enabled=given.enabled,
        missing=given.missing,
        probed=given.probed,
        note=given.note,
    )


def _explain(wrong: ValidationError) -> str:
    first = min(
        wrong.errors(), key=lambda x: x["type"] != "extra_forbidden"
    )  # a misspelt key explains why another is missing
    key = "".join(f"[{x}]" if isinstance(x, int) else f".{x}" for x in first["loc"]).lstrip(".")
    if first["type"] == "extra_forbidden":
        return f"{key} is not a known key; see docs/outlets.md for the keys there are"
    if first["type"] == "missing":
        return f"{key} is missing; add it"
    reason = first["msg"].removeprefix("Value error, ")
    return f"{key} is {first['input']!r}: {reason}"


def load(*folders: Path) -> dict[str, Outlet]:
    """Every outlet under the folders, by id, in order of id.

    Beside the project's own folder, the folder `outlets` of the working folder is read, where there
    is one: its files add outlets, and replace those with the same id.

    Raises `RegistryError`, also for an id given twice and two outlets that claim the same articles.
    A folder without outlets, or that does not exist, has none.
    """
    found = _files(folders)
    if PROJECT_OUTLETS in folders and OWN_OUTLETS.resolve() != PROJECT_OUTLETS:
        found |= _files((OWN_OUTLETS,))
    outlets = {name: read(found[name]) for name in sorted(found)}
    _forbid_overlaps(outlets, found)
    return _with_editions(outlets)


def _files(folders: Iterable[Path]) -> dict[str, Path]:
    """The files of the folders by the ids of their outlets. Raises `RegistryError` for an id given
    twice.
    """
    found: dict[str, Path] = {}
    for path in sorted(
        (p for folder in folders for p in folder.rglob("*.toml")), key=lambda p: (p.stem, p)
    ):
        if path.stem in found:
            raise RegistryError(
                f"{path}: the id {path.stem!r} is already taken by {found[path.stem]}; rename one"
                " of the files"
            )
        found[path.stem] = path
    return found


def _with_editions(outlets: dict[str, Outlet]) -> dict[str, Outlet]:
    """The outlets, where each knows the patterns of the others on its host, and with which of them
    it reads a Telegram channel.
    """
    patterns: dict[str, list[tuple[str, str]]] = {}
    for outlet in outlets.values():
        if outlet.articles:
            patterns.setdefault(host_of(outlet.home), []).append((outlet.id, outlet.articles))
    readers: dict[str, list[Outlet]] = {}
    for outlet in outlets.values():
        for source in outlet.discover if outlet.enabled else ():
            if source.kind is SourceKind.TELEGRAM:
                readers.setdefault(source.url.lower(), []).append(outlet)

    def shared(source: DiscoverySource) -> DiscoverySource:
        editions = readers.get(source.url.lower(), [])
        if source.kind is not SourceKind.TELEGRAM or len(editions) < 2:
            return source
        return replace(source, editions=tuple((x.id, x.languages) for x in editions))

    return {
        x.id: replace(
            x,
            discover=tuple(shared(y) for y in x.discover),
            neighbours=tuple(p for y, p in patterns.get(host_of(x.home), []) if y != x.id),
        )
        if x.enabled
        else x
        for x in outlets.values()
    }


def _forbid_overlaps(outlets: dict[str, Outlet], found: dict[str, Path]) -> None:
    """No article may belong to two enabled outlets: it would be counted twice, and monitoring would
    mix the two outlets.
    """
    by_host: dict[str, list[Outlet]] = {}
    for outlet in outlets.values():
        if outlet.enabled:
            by_host.setdefault(
                urlsplit(outlet.home).netloc.lower().removeprefix("www."), []
            ).append(outlet)
    for host, neighbours in by_host.items():
        for one, other in combinations(neighbours, 2):
            reason = _overlap(one, other)
            if reason:
                raise RegistryError(
                    f"{found[other.id]}: articles overlaps with {found[one.id]}, which is also at"
                    f" {host}: {reason}"
                )


def _overlap(one: Outlet, other: Outlet) -> str | None:
    for outlet in (one, other):
        if outlet.articles is None:
            return (
                f"{outlet.id} has no pattern; give articles a regular expression that only its own"
                " addresses match"
            )
    if one.articles == other.articles:
        return "both have the same pattern; add the part of the path that differs to each pattern"
    for mine, theirs in ((one, other), (other, one)):
        stolen = next((x for x in mine.examples if re.search(theirs.articles or "", x)), None)
        if stolen:
            return (
                f"{stolen} of {mine.id} is also matched by {theirs.id}; add the part of the path"
                " that differs to each pattern"
            )
    return None
