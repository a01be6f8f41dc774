"""Rendering: the name of a template and its values come in, an HTML page in the reader's language,
with everything escaped, goes out.
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
from baqylau.model.access import LOCAL
from baqylau.model.fact_words import words_of
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import changes as change_queries
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import operations
from dashboard import cookies, i18n, reasons, times
from dashboard.asking import FormToken, access_of, is_open
from dashboard.cache import AdaptiveCache
from dashboard.params import askable

_COOKIE = "baqylau_ui"
_YEAR = 365 * 24 * 3600  # seconds a chosen language is remembered


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str


class View:
    """The templates with the app they show. Everything is escaped, whatever the name of the
    file.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.engine = app.engine
        self.cache = AdaptiveCache()
        loader = FileSystemLoader(Path(__file__).parent / "templates")
        self.templates = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters |= {
            "outward": outward,
            "iso": times.iso,
            "compact": compact,
            "number": number,
            "askable": askable,
            "words": words_of,
            "is_local": lambda name: name == LOCAL.name,
        }

    def page(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page of the dashboard; `?ui=kk` changes its language, and a cookie keeps the choice."""
        language = language_of(request)
        response = HTMLResponse(self.render(template, language, request=request, **values), status)
        if request.query_params.get("ui") == language:
            response.set_cookie(_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax")
        token = request.state.form_token
        if token.made is not None:
            cookies.give(request, response, cookies.FORM, token.made)
        return response

    def render(self, template: str, language: str, request: Request, **values: Any) -> str:
        """The template as text, with the texts of the language and times written in that
        language.
        """
        words, moment = i18n.of(language), now()
        request.state.form_token = FormToken(request)

        def here(**changed: Any) -> str:
            """This address with some query parameters changed; None removes one."""
            parameters = {
                k: v
                for k, v in request.query_params.items()
                if v and k not in changed and k != "ui"
            }
            parameters |= {k: str(v) for k, v in changed.items() if v is not None}
            return f"{request.url.path}?{urlencode(parameters)}" if parameters else request.url.path

        common = {
            "t": words,
            "ui": language,
            "uis": i18n.LANGUAGES,
            "here": here,
            "when": lambda x, precision=None: times.display(x, moment, words, precision),
            "printed": lambda x: times.display(x.own or x.when, moment, words, x.precision),
            "clock": times.clock,
            "other_clock": times.other_clock,
            "offset": times.offset(times.local(moment)),
            "day": lambda x: times.day(x, moment, words),
            "path": request.url.path,
            "reason": lambda stored: reasons.worded(stored, words),
            "any_changes": self.any_changes,
            "entity_name": self.entity_name,
            "q": "",
            "csrf_field": request.state.form_token,  # a hidden field for every form that posts
            "access": access_of(request),
            "is_open": is_open(request),
            "kept": {},
        }
        return self.templates.get_template(template).render(common | values)

    def countries(self) -> dict[str, str]:
        """The country of each outlet of the registry, by the outlet's id."""
        return {x.id: x.country for x in self.app.outlets.values()}

    def outlets(self) -> list[Choice]:
        """Outlets to choose from: those of which an article is stored."""
        return self.cache.get(
            "outlets",
            lambda: [Choice(x, name) for x, name in article_queries.read_outlets(self.engine)],
        )

    def visited(self) -> list[Choice]:
        """Outlets of which a page was fetched."""
        return [Choice(x.id, x.name) for x in self.lines() if x.pages]

    def lines(self) -> list[operations.OutletRow]:
        """Every outlet with its visits and the outcomes of its pages."""
        return self.cache.get("lines", lambda: operations.outlet_rows(self.engine))

    def any_changes(self) -> bool:
        """Whether there is an edit or a removal to list; False while the database is out of reach,
        since error pages ask too.
        """
        try:
            return self.cache.get(
                "changes", lambda: bool(change_queries.listed(self.engine, None, None, 1))
            )
        except Exception:  # noqa: BLE001  (the error page says what is wrong)
            return False

    def entity_name(self, entity: int) -> str:
        """The name of an entity that a list is narrowed to; its number where there is none."""
        return entity_queries.name_of(self.engine, entity) or str(entity)

    def languages(self) -> list[str]:
        """Languages to choose from, the commonest first."""
        return self.cache.get("languages", lambda: article_queries.languages(self.engine))


def language_of(request: Request) -> str:
    """The reader's language: `?ui=` of this request, else the cookie, else Russian."""
    for given in (request.query_params.get("ui"), request.cookies.get(_COOKIE)):
        if given in i18n.LANGUAGES:
            return str(given)
    return i18n.LANGUAGES[0]


def compact(name: str) -> str:
    """An outlet's name without the remark in brackets after it, for lists where a label says the
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
    """The address if it may become a link (http or https with a host), else None. A fetched page
    may name any address, `javascript:` too.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
