"""Reads a robots.txt by RFC 9309: its bytes and the name of a crawler come in, the rules for that
crawler go out. Pure; every step is linear in the size of the file.

>>> rules = parse(b"User-agent: Baqylau/0.1\\nDisallow: /search\\nCrawl-delay: 3", "Baqylau")
>>> rules.allows("https://example.kz/search?q=1"), rules.allows("https://example.kz/"), rules.delay
(False, True, 3.0)
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

MOST_BYTES = 500 * 1024  # RFC 9309: a crawler reads at least this much; the rest is ignored
LONGEST_LINE = 8 * 2083  # characters; Google's limit, what stands behind it is ignored
_KEYS: dict[str, str] = {
    written: key
    for key, spellings in tomllib.loads(
        Path(__file__).with_name("robots_keys.toml").read_text(encoding="utf-8")
    ).items()
    for written in spellings
}
_AGENT = re.compile(r"[A-Za-z_-]+")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class PathRules:
    """`plain` are rules without a wildcard by their path, True where it is allowed; `lengths` are
    those of their paths, longest first. `wild` are the others as (length, pattern, allowed),
    longest first. `delay` is the Crawl-delay in seconds.
    """

    plain: dict[str, bool]
    lengths: tuple[int, ...]
    wild: tuple[tuple[int, str, bool], ...]
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """The longest rule that matches decides; of two equally long ones that which allows."""
        path = path_of(url)
        length, allowed = self._plain_match(path)
        for wild_length, pattern, verdict in self.wild:
            if wild_length < length or (wild_length == length and allowed):
                break
            if _fits(pattern, path):
                return verdict if wild_length > length else verdict or allowed
        return allowed

    def _plain_match(self, path: str) -> tuple[int, bool]:
        for length in self.lengths:
            if length <= len(path) and path[:length] in self.plain:
                return length, self.plain[path[:length]]
        return 0, True


def parse(body: bytes, agent: str) -> PathRules:
    """The rules of all groups that name `agent`; where there is none, those of the groups for `*`.
    Never raises.
    """
    own = _Group()
    general = _Group()
    speaks_to: list[_Group] = []
    in_head = False  # whether the lines before this one were user-agent lines
    named = False
    for key, value in _records(body):
        if key == "user-agent":
            if not in_head:
                speaks_to, in_head = [], True
            if value == "*" or value.startswith(("* ", "*\t")):
                speaks_to.append(general)
            elif product(value).lower() == agent.lower():
                speaks_to.append(own)
                named = True
        elif key != "sitemap":
            in_head = False
            for group in speaks_to:
                group.add(key, value)
    return (own if named else general).rules()


def product(agent: str) -> str:
    """The name in a user-agent line: what stands before a version, a space or a comment."""
    found = _AGENT.match(agent)
    return found[0] if found else ""


def sitemaps(body: bytes) -> list[str]:
    """The addresses of its Sitemap lines, in their order."""
    return [value for key, value in _records(body) if key == "sitemap" and value]


def path_of(url: str) -> str:
    """The part of an address that rules are matched with: path and query, escapes in capitals."""
    parts = urlsplit(url)
    path = parts.path or "/"
    return _normal(f"{path}?{parts.query}" if parts.query else path)


class _Group:
    """The rules of the groups for one crawler, as they are read."""

    def __init__(self) -> None:
        self.paths: dict[str, bool] = {}
        self.delay = 0.0

    def add(self, key: str, value: str) -> None:
        if key == "crawl-delay":
            self.delay = max(self.delay, _seconds(value))
        elif value:
            self._add_path(_escaped(value), key == "allow")

    def _add_path(self, path: str, allowed: bool) -> None:
        self.paths[path] = allowed or self.paths.get(path, False)
        if allowed and path.endswith("/index.html"):  # Google: then the folder is allowed too
            self.paths[path.removesuffix("index.html") + "$"] = True

    def rules(self) -> PathRules:
        wild = [
            (len(x), x, allowed) for x, allowed in self.paths.items() if "*" in x or x[-1:] == "$"
        ]
        plain = {x: allowed for x, allowed in self.paths.items() if "*" not in x and x[-1:] != "$"}
        wild.sort(key=lambda x: (x[0], x[2]), reverse=True)
        lengths = tuple(sorted({len(x) for x in plain}, reverse=True))
        return PathRules(plain, lengths, tuple(wild), self.delay)


def _records(body: bytes) -> Iterator[tuple[str, str]]:
    """The known lines as (key, value); a line of another key says nothing, also not that a group
    ends.
    """
    text = body[:MOST_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    for whole in re.split(r"[\r\n]+", text):
        line = whole[:LONGEST_LINE].partition("#")[0].strip()
        name, colon, value = line.partition(":")
        if not colon:  # "disallow /" is read as it is meant
            name, *rest = line.split(None, 1) or [""]
            if len(rest) != 1 or " " in rest[0]:
                continue
            value = rest[0]
        key = _KEYS.get(" ".join(name.lower().split()))
        if key:
            yield key, value.strip()


def _seconds(value: str) -> float:
    found = re.match(r"\d{1,6}(?:\.\d{1,6})?", value.replace(",", "."))
    return float(found[0]) if found else 0.0


def _escaped(pattern: str) -> str:
    return _normal(
        _BEYOND_ASCII.sub(lambda x: "".join(f"%{byte:02X}" for byte in x[0].encode()), pattern)
    )


def _normal(path: str) -> str:
    return _ESCAPED.sub(lambda x: x[0].upper(), path)


def _fits(pattern: str, path: str) -> bool:
    """Whether the path begins as the pattern says, or equals it where the pattern ends with `$`.
    The first place where each part fits is always right, so that nothing is tried twice.
    """
    ends = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not parts:
        return not ends or path == first
    at = len(first)
    last = parts.pop() if ends else ""
    for part in parts:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not ends or (len(path) - len(last) >= at and path.endswith(last))
