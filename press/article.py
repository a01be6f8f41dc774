"""One invented article: a file of TOML head (between two `+++` lines) and paragraphs comes in, a
`PressArticle` goes out.

A reprint names its source as `reprint_of = "outlet/slug"`, has no body of its own and may add a
`closing` paragraph. An article that reports the event of another one names it as
`about = "outlet/slug"`; it has a body of its own, which may repeat the other's words.
"""

import tomllib
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from baqylau.errors import InputError

FENCE = "+++"
KINDS = frozenset({"text", "gallery", "paywalled"})
EDITED = ".edited"
"""`slug.edited.md` beside `slug.md` is the same article as the second visit finds it."""


@dataclass(frozen=True, slots=True)
class PressArticle:
    """`published` and `modified` are aware; paragraphs beginning with `## ` are subheads, with `> `
    block quotes.

    `busy_once`: the first request gets a 503. `gone`: at the second visit it is removed.
    """

    outlet: str
    slug: str
    title: str
    published: datetime
    section: str
    language: str
    paragraphs: tuple[str, ...] = ()
    lead: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    caption: str | None = None
    kind: str = "text"
    modified: datetime | None = None
    reprint_of: str | None = None
    closing: str | None = None
    about: str | None = None
    busy_once: bool = False
    gone: bool = False

    @property
    def words(self) -> int:
        """Words of lead and paragraphs together."""
        return sum(len(x.split()) for x in (self.lead or "", *self.paragraphs))


_HEAD = {x.name for x in fields(PressArticle)} - {"outlet", "slug", "paragraphs"}
_NEEDED = ("title", "published", "section", "language")


def read(path: Path) -> PressArticle:
    """The article in `<outlet>/<slug>.md`. Raises `InputError` naming file, key and remedy."""
    head, body = _parts(path)
    for key in _NEEDED:
        if key not in head:
            raise InputError(
                f"{path}: {key} is missing in the head; a neighbouring article shows how it is"
                " written"
            )
    for key in head.keys() - _HEAD:
        raise InputError(f"{path}: {key} is not a known key; known are {', '.join(sorted(_HEAD))}")
    for key in ("published", "modified"):
        if key in head and not (isinstance(head[key], datetime) and head[key].tzinfo):
            raise InputError(
                f"{path}: {key} needs day, time and offset without quotation marks, for example"
                " 2026-11-23T14:05:00+05:00"
            )
    if head.get("kind", "text") not in KINDS:
        raise InputError(
            f"{path}: kind is {head['kind']!r}; write one of {', '.join(sorted(KINDS))}"
        )
    paragraphs = tuple(" ".join(x.split()) for x in body.split("\n\n") if x.strip())
    if not paragraphs and "reprint_of" not in head and head.get("kind", "text") == "text":
        raise InputError(
            f"{path}: no paragraph follows the head; write the article below the second {FENCE}"
        )
    listed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in head.items()
    }
    return PressArticle(
        outlet=path.parent.name,
        slug=path.name.removesuffix(".md").removesuffix(EDITED),
        paragraphs=paragraphs,
        **listed,
    )


def _parts(path: Path) -> tuple[dict[str, Any], str]:
    text = path.read_text(encoding="utf-8")
    if not text.startswith(FENCE + "\n") or f"\n{FENCE}\n" not in text:
        raise InputError(f"{path}: begin with a head between two lines of {FENCE}")
    head, _, body = text.removeprefix(FENCE + "\n").partition(f"\n{FENCE}\n")
    try:
        return tomllib.loads(head), body
    except tomllib.TOMLDecodeError as wrong:
        raise InputError(
            f"{path}: the head is not valid TOML ({wrong}); compare it with a neighbouring article"
        ) from wrong


def load_first(folder: Path) -> list[PressArticle]:
    """Every article under the folder as the first visit finds it: nothing edited, nothing gone;
    newest first.
    """
    return [
        replace(x, gone=False)
        for x in _filled(
            [read(x) for x in sorted(folder.rglob("*.md")) if not x.stem.endswith(EDITED)]
        )
    ]


def load_second(folder: Path) -> list[PressArticle]:
    """The same as the second visit finds them: edited ones replaced, removed ones still marked
    `gone`.
    """
    paths = {
        (x.parent.name, x.stem.removesuffix(EDITED)): x
        for x in sorted(folder.rglob("*.md"), key=lambda p: p.stem.endswith(EDITED))
    }
    return _filled([read(x) for x in paths.values()])


def load_late(folder: Path, count: int) -> list[PressArticle]:
    """The first so many articles of each outlet that are printed while the press is running,
    newest first.
    """
    found = [read(x) for x in folder.rglob("*.md") if int(x.stem.partition("-")[0]) <= count]
    return sorted(found, key=lambda x: x.published, reverse=True)


def _filled(articles: list[PressArticle]) -> list[PressArticle]:
    sources = {f"{x.outlet}/{x.slug}": x for x in articles}
    return sorted((_reprint(x, sources) for x in articles), key=lambda x: x.published, reverse=True)


def _reprint(article: PressArticle, sources: dict[str, PressArticle]) -> PressArticle:
    if article.reprint_of is None:
        return article
    if article.reprint_of not in sources:
        raise InputError(
            f"{article.outlet}/{article.slug}.md: reprint_of names {article.reprint_of!r}, which is"
            " not there; write outlet/slug"
        )
    source = sources[article.reprint_of]
    added = (article.closing,) if article.closing else ()
    return replace(article, lead=source.lead, paragraphs=(*source.paragraphs, *added))
