"""The client: a question comes in, rows go out. A list is a generator: the next page is asked for
when the rows of the last one are used up. Where the API is busy, or says that it is asked too
often, the client waits as long as it is told, and asks again.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode, urljoin, urlsplit

from baqylau_client.errors import ApiError
from baqylau_client.rows import (
    Article,
    ArticleDetail,
    Change,
    Correction,
    Edit,
    Entity,
    Fact,
    GapLedger,
    Issue,
    Label,
    Mention,
    Note,
    Outlet,
    Story,
    StoryWhole,
    Watch,
)

_AGAIN = (429, 503)
_PAUSE = 2.0  # seconds where an answer does not say how long to wait
_LONGEST_PAUSE = 120.0  # seconds; a longer wait is an error, and the program's own decision
_PAGE = 200


class Client:
    """The API at an address such as `http://127.0.0.1:8000`, with a token where one is needed.

    `retries` is how often a request is repeated after 429, 503 or a connection that failed;
    `timeout` is for one request, in seconds.
    """

    def __init__(
        self,
        address: str,
        token: str | None = None,
        *,
        retries: int = 4,
        timeout: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{address!r} is no address: http://127.0.0.1:8000")
        self._base = f"{address.rstrip('/')}/api/v1/"
        self._origin = (parts.scheme, parts.netloc)
        self._headers = {"Accept": "application/json", "User-Agent": "baqylau-client/0.1"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._retries, self._timeout, self._sleep = retries, timeout, sleep

    def articles(self, **asked: Any) -> Iterator[Article]:
        """Articles, the last stored first: `outlet`, `language`, `since`, `until`, `kind`, `who`,
        `entity`, `tag`, `named`, `q`, `reprints`, `order`, `include="text"`.
        """
        return cast("Iterator[Article]", self._rows("articles", asked))

    def article(self, number: int) -> ArticleDetail:
        """One article with its facts, mentions and revisions."""
        return cast(ArticleDetail, self._get(f"articles/{number}", {}))

    def facts(self, **asked: Any) -> Iterator[Fact]:
        """Facts of all articles, narrowed as articles are; `kind` is their type."""
        return cast("Iterator[Fact]", self._rows("facts", asked))

    def fact(self, key: str) -> Fact:
        """The fact that a key names."""
        return cast(Fact, self._get(f"facts/{key}", {}))

    def mentions(self, **asked: Any) -> Iterator[Mention]:
        """Names in all articles; `kind` is person, organization or place."""
        return cast("Iterator[Mention]", self._rows("mentions", asked))

    def entities(self, **asked: Any) -> Iterator[Entity]:
        """Persons, organizations, places: `type`, `name`."""
        return cast("Iterator[Entity]", self._rows("entities", asked))

    def facts_of(self, entity: int, **asked: Any) -> Iterator[Fact]:
        """The facts of one entity."""
        return cast("Iterator[Fact]", self._rows(f"entities/{entity}/facts", asked))

    def edits(self, **asked: Any) -> Iterator[Edit]:
        """Edits and removals, the newest first: `outlet`, `kind`."""
        return cast("Iterator[Edit]", self._rows("edits", asked))

    def outlets(self) -> Iterator[Outlet]:
        """All outlets."""
        return cast("Iterator[Outlet]", self._rows("outlets", {}))

    def issues(self, **asked: Any) -> Iterator[Issue]:
        """Faults of outlets: `outlet`, `trouble`, `open`."""
        return cast("Iterator[Issue]", self._rows("issues", asked))

    def gaps(
        self, outlet: str, since: date | str | None = None, until: date | str | None = None
    ) -> GapLedger:
        """What was not read of an outlet, and why."""
        asked = {"outlet": outlet, "since": since, "until": until}
        return cast(GapLedger, self._get("gaps", asked))

    def changes(self, after: str | None = None) -> Iterator[tuple[list[Change], str]]:
        """Everything that changed behind a cursor (None: from the beginning), in portions, each
        with the cursor behind it: when a portion is worked off, keep its cursor, and go on from the
        last one later.
        """
        while True:
            page = self._get("changes", {"after": after, "limit": _PAGE})
            if not page["items"]:
                return
            after = str(page["after"])
            yield cast("list[Change]", page["items"]), after

    def stories(self, **asked: Any) -> Iterator[Story]:
        """Stories, the last begun first: `since`, `outlet`, `language`, `least`, `order`."""
        return cast("Iterator[Story]", self._rows("stories", asked))

    def story(self, number: int) -> StoryWhole:
        """One story with its articles, quotes and the figures that differ."""
        return cast(StoryWhole, self._get(f"stories/{number}", {}))

    def corrections(self, **asked: Any) -> Iterator[Correction]:
        """What people corrected, the latest first: `state`, `by`, `fact`."""
        return cast("Iterator[Correction]", self._rows("corrections", asked))

    def correct(self, target: str | int, field: str, value: str, **more: Any) -> Correction:
        """Corrects a fact (by its key) or an article (by its id); `because`, `seen`. Needs the
        scope `write`, as everything below.
        """
        body = _target(target) | {"field": field, "value": value} | more
        return cast(Correction, self._send("POST", "corrections", body))

    def undo(self, correction: int) -> Correction:
        """Takes a correction back."""
        return cast(Correction, self._send("POST", f"corrections/{correction}/undo"))

    def labels(self, **asked: Any) -> Iterator[Label]:
        """Labels, the last written first: `name`, `fact`, `article`, `order`."""
        return cast("Iterator[Label]", self._rows("labels", asked))

    def notes(self, **asked: Any) -> Iterator[Note]:
        """Notes, the last written first: `fact`, `article`, `order`."""
        return cast("Iterator[Note]", self._rows("notes", asked))

    def add_label(self, target: str | int, name: str) -> Label:
        """Labels a fact or an article."""
        return cast(Label, self._send("POST", "labels", _target(target) | {"name": name}))

    def add_note(self, target: str | int, text: str) -> Note:
        """Writes a note at a fact or an article."""
        return cast(Note, self._send("POST", "notes", _target(target) | {"text": text}))

    def remove_label(self, label: int) -> None:
        """Takes a label away."""
        self._send("DELETE", f"labels/{label}")

    def remove_note(self, note: int) -> None:
        """Takes a note away."""
        self._send("DELETE", f"notes/{note}")

    def watches(self) -> Iterator[Watch]:
        """The watches of the account that made the token."""
        return cast("Iterator[Watch]", self._rows("watches", {}))

    def add_watch(self, query: str, **more: Any) -> Watch:
        """Makes a watch: `name`, `outlets`, `languages`, `digest`, `channels` and what else the
        form of the dashboard asks for.
        """
        return cast(Watch, self._send("POST", "watches", {"query": query} | more))

    def mute(self, watch: int, on: bool = True) -> Watch:
        """Mutes a watch, or unmutes it."""
        return cast(Watch, self._send("POST", f"watches/{watch}/{'mute' if on else 'unmute'}"))

    def remove_watch(self, watch: int) -> None:
        """Removes a watch and what it found."""
        self._send("DELETE", f"watches/{watch}")

    def _rows(self, path: str, asked: Mapping[str, Any]) -> Iterator[Any]:
        page = self._get(path, {"limit": _PAGE, **asked})
        yield from page["items"]
        while page["next"]:
            page = self._get(page["next"], {})
            yield from page["items"]

    def _get(self, path: str, asked: Mapping[str, Any]) -> Any:
        given = {x: _written(y) for x, y in asked.items() if y is not None}
        address = urljoin(self._base, path) + (f"?{urlencode(given)}" if given else "")
        return self._ask("GET", address)

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        return self._ask(method, urljoin(self._base, path), body)

    def _ask(self, method: str, address: str, body: Mapping[str, Any] | None = None) -> Any:
        parts = urlsplit(address)
        if (parts.scheme, parts.netloc) != self._origin:
            raise ValueError(f"{address} is on another server; the token is not sent there")
        request = urllib.request.Request(address, headers=self._headers, method=method)  # noqa: S310  (http alone)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        for left in range(self._retries, -1, -1):
            try:
                with _opener.open(request, timeout=self._timeout) as answer:
                    return json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as refused:
                with refused:
                    problem = _problem(refused)
                wait = _wait(refused)
                if refused.code not in _AGAIN or not left or wait > _LONGEST_PAUSE:
                    raise ApiError(refused.code, problem) from None
                self._sleep(wait)
            except urllib.error.URLError:
                if not left or method != "GET":  # it may have been done all the same
                    raise
                self._sleep(_PAUSE)
        raise AssertionError("the last turn returns or raises")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The API redirects nowhere; a redirect would carry the token to another address."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def _target(target: str | int) -> dict[str, Any]:
    return {"article": target} if isinstance(target, int) else {"fact": target}


def _written(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def _problem(refused: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        read = json.load(refused)
    except ValueError:
        read = None
    return read if isinstance(read, dict) else {"title": str(refused.reason)}


def _wait(refused: urllib.error.HTTPError) -> float:
    given = refused.headers.get("Retry-After", "")
    return float(given) if given.isascii() and given.isdigit() else _PAUSE
