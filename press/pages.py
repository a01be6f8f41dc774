"""Pages as a browser gets them: an article or a part of a listing comes in, HTML text goes out.
Each outlet has its own folder of templates.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import jinja2

from baqylau.clock import now
from press.article import PressArticle
from press.dates import visible
from press.newsroom import Newsroom

_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How pages are rendered. `suffixes`: queries added to every listed link, one copy of the link
    for each; `{visit}` is a number that never repeats.

    `counter` is added to view counters; `amp`: every listed link comes with its AMP twin.
    """

    layout_changed: bool = False
    dates: bool = True
    counter: int = 0
    suffixes: tuple[str, ...] = ()
    amp: bool = False


PLAIN = PageStyle()


def number(slug: str) -> int:
    """A five-digit number that stays the same however many articles are added."""
    return 10_000 + crc32(slug.encode()) % 90_000


def path_of(newsroom: Newsroom, article: PressArticle) -> str:
    """The article's path at its outlet."""
    day = article.published
    return newsroom.address.format(
        section=article.section,
        slug=article.slug,
        number=number(article.slug),
        language=article.language,
        year=day.year,
        month=f"{day:%m}",
        day=f"{day:%d}",
    )


def amp_of(path: str) -> str:
    """The address of an article's AMP twin."""
    return path + ("amp/" if path.endswith("/") else "/amp") if "?" not in path else f"/amp{path}"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A link in a listing or a sidebar: `date` in the outlet's own form, "" where it has none."""

    title: str
    href: str
    date: str = ""
    lead: str = ""


class Pages:
    """Renders one outlet. `articles` newest first, reachable at `origin`
    (`http://127.0.0.1:PORT`).
    """

    def __init__(
        self,
        newsroom: Newsroom,
        articles: list[PressArticle],
        origin: str,
        style: PageStyle = PLAIN,
    ) -> None:
        self.newsroom = newsroom
        self.articles = articles
        self.origin = origin
        self.style = style

    def date(self, article: PressArticle) -> str:
        """The printed date, "" where the outlet prints none."""
        if not self.style.dates:
            return ""
        printed = article.published
        return visible(printed, self.newsroom.date, now().astimezone(printed.tzinfo).date())

    def link(self, article: PressArticle) -> Neighbour:
        return Neighbour(
            article.title, path_of(self.newsroom, article), self.date(article), article.lead or ""
        )

    def article(self, article: PressArticle) -> str:
        """The whole page of an article, a gallery or a teaser."""
        name = (
            "changed/article.html"
            if self.style.layout_changed
            else f"{self.newsroom.id}/article.html"
        )
        others = [x for x in self.articles if x.slug != article.slug]
        nearest = sorted(
            others,
            key=lambda x: (
                x.section != article.section,
                abs((x.published - article.published).total_seconds()),
            ),
        )
        return self._render(
            name,
            article=article,
            path=path_of(self.newsroom, article),
            date=self.date(article),
            views=200 + number(article.slug) % 7_000 + self.style.counter,
            number=number(article.slug),
            related=[self.link(x) for x in nearest[:3]],
            popular=[self.link(x) for x in sorted(others, key=lambda x: number(x.slug))[:4]],
            jsonld=self._jsonld(article) if self.newsroom.jsonld else None,
        )

    def listing(
        self, title: str, items: list[Neighbour], page: int, last: int, href: str, visit: int = 0
    ) -> str:
        """Page `page` of `last`; `href` holds `{n}`. The newest item stands first. `visit` goes
        into session keys.
        """
        turns = [(n, href.replace("{n}", str(n))) for n in range(1, last + 1)]
        shown = [copy for x in items for copy in self._copies(x, visit)]
        return self._render(
            f"{self.newsroom.id}/listing.html", heading=title, items=shown, page=page, turns=turns
        )

    def _copies(self, item: Neighbour, visit: int) -> list[Neighbour]:
        queries = [x.replace("{visit:032x}", f"{visit:032x}") for x in self.style.suffixes or ("",)]
        joint = "&" if "?" in item.href else "?"
        copies = [replace(item, href=item.href + (joint + x if x else "")) for x in queries]
        twins = [replace(item, href=amp_of(item.href))] if self.style.amp else []
        return copies + twins

    def amp(self, article: PressArticle) -> str:
        """The AMP twin of an article: the same text, naming its original as canonical."""
        return self._render(
            "amp.html",
            article=article,
            path=path_of(self.newsroom, article),
            date=self.date(article),
        )

    def channel(self, posts: list[dict[str, Any]]) -> str:
        """The preview page of the outlet's public channel, oldest post first."""
        return self._render("channel.html", posts=posts)

    def error(self, status: int) -> str:
        """The outlet's own error page."""
        return self._render(f"{self.newsroom.id}/error.html", status=status)

    def strays(self) -> list[Neighbour]:
        """Links to addresses that hold no article of their own."""
        return [Neighbour(x.title, x.path) for x in self.newsroom.strays]

    def _render(self, name: str, **words: Any) -> str:
        menu = [(self.section_path(key), title) for key, title in self.newsroom.sections.items()]
        return _TEMPLATES.get_template(name).render(
            newsroom=self.newsroom, origin=self.origin, menu=menu, dates=self.style.dates, **words
        )

    def section_path(self, key: str) -> str:
        """The first page of a section."""
        return self.newsroom.words["section_path"].replace("{section}", key).replace("{n}", "1")

    def _jsonld(self, article: PressArticle) -> str:
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "mainEntityOfPage": self.origin + path_of(self.newsroom, article),
            "articleSection": self.newsroom.sections[article.section],
            "inLanguage": article.language,
            "publisher": {"@type": "NewsMediaOrganization", "name": self.newsroom.name},
        }
        if self.style.dates:
            data |= {
                "datePublished": article.published.isoformat(),
                "dateModified": (article.modified or article.published).isoformat(),
            }
        if article.authors:
            data["author"] = [{"@type": "Person", "name": x} for x in article.authors]
        if article.lead:
            data["description"] = article.lead
        if article.tags:
            data["keywords"] = ", ".join(article.tags)
        if article.kind == "paywalled":
            data |= {
                "isAccessibleForFree": False,
                "hasPart": {
                    "@type": "WebPageElement",
                    "isAccessibleForFree": False,
                    "cssSelector": ".paid",
                },
            }
        return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
