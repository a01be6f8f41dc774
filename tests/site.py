"""The dashboard served on loopback for a test: an app comes in; a function that fetches its pages
without a browser goes out.
"""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser

from baqylau.app import App
from console import processes


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is the body as UTF-8."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    """The dashboard at an address."""

    address: str

    def get(self, path: str, host: str | None = None, **asked: str) -> Answer:
        """A page, whatever its status; asked for by another name of this server's where `host`
        gives one.
        """
        query = f"?{urllib.parse.urlencode(asked)}" if asked else ""
        try:
            request = urllib.request.Request(
                self.address + path + query, headers={"Host": host} if host else {}
            )
            answer = urllib.request.urlopen(request, timeout=20)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            return Answer(
                answer.status,
                {k.lower(): v for k, v in answer.headers.items()},
                answer.read().decode(),
            )


@contextmanager
def served(app: App) -> Iterator[Site]:
    """Serves the app's dashboard until the block ends."""
    with processes.serving(app) as address:
        yield Site(address)


class Read(HTMLParser):
    """A page as a browser's parser sees it: the tags with their attributes, the words between them,
    links in order.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.tags if name == tag]

    @property
    def links(self) -> list[str]:
        return [x["href"] or "" for x in self.all("a") if "href" in x]
