"""How one invented outlet publishes: `newsrooms/<id>.toml` comes in, a `Newsroom` goes out. The
articles of the outlet are under `articles/<id>/`.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from baqylau.errors import InputError

HERE = Path(__file__).parent
TODAY = "2026-11-24"
"""The last day of the invented news."""


@dataclass(frozen=True, slots=True)
class PressFeed:
    """`form`: rss | atom. `full`: the whole text travels in the item. `section`: of one section
    only.
    """

    path: str
    form: str
    full: bool = False
    section: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelPost:
    """A post of a channel that links to no article."""

    text: str
    published: datetime


@dataclass(frozen=True, slots=True)
class StrayPage:
    """An address the listings link to that holds no article of its own.

    `kind`: `missing` (404) | `soft_404` (an error page with status 200) | `moved` (301 to the
    article `slug`).
    """

    path: str
    kind: str
    title: str
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Newsroom:
    """`address`: an article's path with {section} {slug} {number} {year} {month} {day} {language}.

    `listing`: a page of all articles with `{n}`; `charset`: what the bytes really are; `declared`:
    what the header says (None: nothing). `counters_move`: view counters differ at the second visit.
    `date`: a form known to `press.dates`. `jsonld`, `opengraph`: whether pages carry them.
    """

    id: str
    name: str
    slogan: str
    language: str
    address: str
    listing: str
    sections: dict[str, str]
    date: str
    words: dict[str, str]
    page_size: int = 5
    charset: str = "utf-8"
    declared: str | None = "utf-8"
    jsonld: bool = False
    opengraph: bool = False
    robots: str = "User-agent: *\nDisallow:\n"
    feeds: tuple[PressFeed, ...] = ()
    sitemap: str | None = None
    channel: str | None = None
    counters_move: bool = False
    footer: str = ""
    posts: tuple[ChannelPost, ...] = ()
    strays: tuple[StrayPage, ...] = ()


def load(folder: Path = HERE / "newsrooms") -> list[Newsroom]:
    """Every newsroom, in order of id. Raises `InputError` naming the file."""
    return [read(x) for x in sorted(folder.glob("*.toml"))]


def read(path: Path) -> Newsroom:
    """One newsroom; its id is the file's name. Raises `InputError`."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        given["feeds"] = tuple(PressFeed(**x) for x in given.get("feeds", ()))
        given["posts"] = tuple(ChannelPost(**x) for x in given.get("posts", ()))
        given["strays"] = tuple(StrayPage(**x) for x in given.get("strays", ()))
        if given.get("declared") == "":
            given["declared"] = None
        return Newsroom(id=path.stem, **given)
    except (tomllib.TOMLDecodeError, TypeError) as wrong:
        raise InputError(f"{path}: {wrong}; compare it with a neighbouring newsroom") from wrong
