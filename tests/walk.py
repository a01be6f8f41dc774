"""A walk through a dashboard from its first page, as a reader who clicks every link and chooses
every option would go: a function that answers requests comes in, the faults that were met go out.

A fault is an answer of 400 or above, a link to a place of a page that is not there, an empty list
behind a link, and fewer rows than a link's number promises.

What is visited: every address with at most one condition of a filter, on every page of its list;
of addresses with more conditions, also within one query, the first one of each kind (the same path
and names of conditions, the same kind, outcome and language). A short walk takes one of each kind
of all addresses with a condition or on a later page of a list, and 30 facts, articles and so on.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

PAGING = frozenset({"after", "before", "page"})
NAMED = ("kind", "outcome", "change", "language", "reprints")
"""Conditions with few values: each value counts as a kind of address of its own."""
LISTS = {"/": 40, "/facts": 40, "/changes": 40, "/search": 30, "/pages": 50}
"""Lists, and how many rows a page of them has at most."""
FIELD = re.compile(r"(?<![^\s(-])([a-z]+(?:-[a-z]+)*[:<>=])")
"""A condition in a query: `outlet:` `amount>`."""
FEW = 30
ROW = re.compile(r'<li class="(?:line|statement)\b')
BESIDE = "/api/"
"""Addresses of another application, which a server has beside the dashboard."""
EXAMPLES = "/help/search"
"""A page of examples, which need not find anything in the demo."""
EMPTY = '<div class="empty">'

Ask = Callable[[str], tuple[int, str, str]]
"""An address comes in; status, content type and body go out."""


@dataclass(slots=True)
class Link:
    address: str
    place: str  # after the #
    promised: int  # how many rows the link promises: its number, or 1
    must_list: bool  # a form's option may lead to an empty list, a link may not


@dataclass
class Walk:
    """The walk of one reader; `faults` are sentences."""

    ask: Ask
    short: bool = False
    faults: list[str] = field(default_factory=list)
    visited: dict[str, str] = field(default_factory=dict)
    _alike: Counter[str] = field(default_factory=Counter)
    _kinds: set[str] = field(default_factory=set)
    _places: dict[str, frozenset[str]] = field(default_factory=dict)
    _rows: dict[str, int] = field(default_factory=dict)
    _links: list[tuple[str, Link]] = field(default_factory=list)

    def go(self, start: str = "/") -> "Walk":
        waiting = deque([start])
        self.visited[start] = ""
        while waiting:
            address = waiting.popleft()
            for link in self._read(address):
                self._links.append((address, link))
                if link.address not in self.visited and self._is_due(link.address):
                    self.visited[link.address] = address
                    waiting.append(link.address)
        for page, link in self._links:
            self._check(page, link)
        return self

    def _is_due(self, address: str) -> bool:
        path = re.sub("[0-9a-f]*[0-9][0-9a-f-]*", "#", urlsplit(address).path)
        self._alike[path] += 1
        if self.short and "#" in path and self._alike[path] > FEW:
            return False
        kind = kind_of(address, 1 if self.short else 2)
        if kind is None:
            return True
        fresh = kind not in self._kinds
        self._kinds.add(kind)
        return fresh

    def _read(self, address: str) -> Iterator[Link]:
        status, content_type, body = self.ask(address)
        if status >= 400:
            self.faults.append(f"{address} on {self.visited[address]} answers {status}")
        if not content_type.startswith("text/html"):
            return
        page = _Page(body)
        self._places[address] = frozenset(page.places)
        path = urlsplit(address).path
        if path in LISTS:
            self._rows[address] = 0 if EMPTY in body else len(ROW.findall(body))
        yield from page.links(address)

    def _check(self, page: str, link: Link) -> None:
        places, rows = self._places.get(link.address), self._rows.get(link.address)
        if link.place and places is not None and link.place not in places:
            self.faults.append(f"{link.address}#{link.place} on {page} is no place there")
        if rows is None or not link.must_list or link.address == page:
            return
        if self._rows.get(page) == 0 and _takes_off(link.address, page):
            return  # one condition less than an empty list may find nothing too
        wanted = min(link.promised, LISTS[urlsplit(link.address).path])
        if rows < wanted:
            self.faults.append(f"{link.address} on {page} promises {wanted} rows and has {rows}")


def _takes_off(address: str, page: str) -> bool:
    """Whether the address is the page's with fewer conditions."""
    one, other = urlsplit(address), urlsplit(page)
    return one.path == other.path and set(parse_qsl(one.query)) < set(parse_qsl(other.query))


def kind_of(address: str, conditions: int) -> str | None:
    """The kind of an address with so many conditions or more; None for one that is always
    visited. An export is of its format's kind, whatever it exports.
    """
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    if parts.path.startswith("/export/"):
        return f"{parts.path} {asked.get('format')}"
    if len(FIELD.findall(asked.get("q", ""))) > 1 and conditions == 2:
        asked["conditions"] = "many"
    counted = asked if conditions == 1 else asked.keys() - PAGING
    if len(counted) < conditions and parts.path != "/fresher":
        return None
    named = [f"{x}={asked[x]}" if x in NAMED else x for x in sorted(asked)]
    return f"{re.sub('[0-9]+', '#', parts.path)}?{'&'.join(named)}"


class _Page(HTMLParser):
    """The links, forms and places of a page."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.places: list[str] = []
        self._found: list[tuple[str, str]] = []  # address as written, number behind its words
        self._forms: list[tuple[str, dict[str, str]]] = []
        self._options: list[tuple[int, str, str]] = []  # form, name, value
        self._href: str | None = None
        self._number = ""
        self._select = ""
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.places.append(given["id"])
        if tag == "a" and "href" in given:
            self._href, self._number = given["href"], ""
        elif tag == "link" and given.get("rel") == "alternate":
            self._found.append((given["href"], ""))
        elif tag == "form":
            self._forms.append((given["action"] if given.get("method") != "post" else "", {}))
        elif tag == "input" and given.get("type") in ("hidden", "checkbox") and "name" in given:
            self._field(given)
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and given.get("value"):
            self._options.append((len(self._forms) - 1, self._select, given["value"]))
        if "data-ask" in given:
            self._found.append((given["data-ask"], ""))

    def _field(self, given: dict[str, str]) -> None:
        if given["type"] == "hidden":
            self._forms[-1][1][given["name"]] = given["value"]
        else:
            self._options.append((len(self._forms) - 1, given["name"], given["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href is not None:
            self._found.append((self._href, self._number))
            self._href = None
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        """A number is the whole of a link's words, or the whole of an element behind them."""
        self._number = data.strip() or self._number

    def links(self, here: str) -> Iterator[Link]:
        for href, number in self._found:
            address, _, place = href.partition("#")
            if not address.startswith("/") and href[:1] != "#":
                continue  # an outlet's own page
            if "ui=" not in address and not address.startswith(BESIDE):
                promised = int(number) if number.isdigit() else 1
                yield Link(address or here, place, promised, here != EXAMPLES)
        for form, name, value in self._options:
            action, kept = self._forms[form]
            if action:
                yield Link(f"{action}?{urlencode(kept | {name: value})}", "", 0, False)
