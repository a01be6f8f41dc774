"""How answers are drawn: a template's name and its values come in, an escaped page in the reader's
language goes out.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from baqylau.app import App
from baqylau.clock import now
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import operations
from dashboard import i18n, times
from dashboard.cache import AdaptiveCache

_COOKIE = "baqylau_ui"
_YEAR = 365 * 24 * 3600  # seconds a chosen language is remembered


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str


class View:
    """The templates over one house. Everything is escaped, whatever the file's name."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.engine = app.engine
        self.remembered = AdaptiveCache()
        loader = FileSystemLoader(Path(__file__).parent / "templates")
        self._templates = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {
            "outward": outward,
            "iso": times.iso,
            "short": compact,
            "figure": number,
        }

    def page(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page of the dashboard; `?ui=kk` changes its language and is remembered."""
        language = language_of(request)
        response = HTMLResponse(self.render(template, language, request=request, **values), status)
        if request.query_params.get("ui") == language:
            response.set_cookie(_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax")
        return response

    def render(self, template: str, language: str, request: Request, **values: Any) -> str:
        """The template as text, with the words of the language and the way times are told in it."""
        words, moment = i18n.of(language), now()

        def here(**changed: Any) -> str:
            """This address with some of its questions changed; None takes one away."""
            asked = {
                k: v
                for k, v in request.query_params.items()
                if v and k not in changed and k != "ui"
            }
            asked |= {k: str(v) for k, v in changed.items() if v is not None}
            return f"{request.url.path}?{urlencode(asked)}" if asked else request.url.path

        common = {
            "t": words,
            "ui": language,
            "uis": i18n.LANGUAGES,
            "here": here,
            "when": lambda x, precision=None: times.told(x, moment, words, precision),
            "clock": times.clock,
            "day": lambda x: times.day(x, moment, words),
            "path": request.url.path,
            "q": "",
        }
        return self._templates.get_template(template).render(common | values)

    def outlets(self) -> list[Choice]:
        """Outlets to choose from: those something was read of."""
        return self.remembered.ask(
            "outlets",
            lambda: [Choice(x, name) for x, name in article_queries.read_outlets(self.engine)],
        )

    def visited(self) -> list[Choice]:
        """Outlets some page was fetched of."""
        return [Choice(x.id, x.name) for x in self.lines() if x.pages]

    def lines(self) -> list[operations.OutletRow]:
        """Every outlet with its visits and outcomes."""
        return self.remembered.ask("lines", lambda: operations.outlet_rows(self.engine))

    def languages(self) -> list[str]:
        """Languages to choose from, the commonest first."""
        return self.remembered.ask("languages", lambda: article_queries.languages(self.engine))


def language_of(request: Request) -> str:
    """The dashboard's language for this reader: asked for now, chosen before, else Russian."""
    for given in (request.query_params.get("ui"), request.cookies.get(_COOKIE)):
        if given in i18n.LANGUAGES:
            return str(given)
    return i18n.LANGUAGES[0]


def compact(name: str) -> str:
    """An outlet's name without what stands in brackets behind it, for lists where a mark says the
    same.
    """
    return name.partition(" (")[0] or name


def number(value: float, language: str) -> str:
    """A number as it is printed: narrow spaces between thousands, a decimal comma except in
    English.
    """
    whole = (
        f"{value:g}" if value and abs(value) < 0.0001 else f"{value:,.4f}".rstrip("0").rstrip(".")
    )
    printed = whole.replace(",", "\u202f")
    return printed if language == "en" else printed.replace(".", ",")


def outward(url: str) -> str | None:
    """An address that may become a link: http or https with a host. A page may claim any address,
    `javascript:` too.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
