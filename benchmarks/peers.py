"""Agreement of our parsers with the test suites of other projects: a folder with copies of them
comes in, the share of cases with the same answer and each disagreement with its reason go out.

    python -m benchmarks.peers FOLDER

A person fetches the suites; nothing of them is in this repository. They are found by their file
names anywhere in FOLDER: Google's robotstxt (`robots_test.cc`), miniflux (`parser_test.go` beside
the package `date`), ultimate-sitemap-parser (`tests/tree/`), feedparser (`tests/wellformed/`),
gofeed (`testdata/parser/`). A suite that is missing is left out with a word.
"""

import io
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import feedparser

from benchmarks import peers_addresses, peers_sitemaps
from crawler import robots_txt
from crawler.discovery import feeds
from crawler.discovery.canonical import canonical
from crawler.discovery.feed_dates import moment

HOME = "https://example.org/feed"
SHOWN = 40  # disagreements of one suite
_REASONS = tomllib.loads(Path(__file__).with_name("peers.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a suite: its name for a person, and whether we answer as the suite wants.
    `weight` is what it counts, for a suite of pages instead of cases.
    """

    name: str
    right: bool
    weight: int = 1
    lost: int = 0


def robots(folder: Path) -> Iterator[Case]:
    """Each `EXPECT_TRUE/FALSE(IsUserAgentAllowed(text, agent, url))` of Google's table."""
    for path in folder.rglob("robots_test.cc"):
        source = path.read_text(encoding="utf-8")
        names: dict[str, str] = {}
        for statement in _statements(source):
            if statement[0] == "name":
                names[statement[1]] = statement[2]
            else:
                _, wanted, body, agent, url = statement
                text, address = (_value(x, names) for x in (body, url))
                if text is None or address is None:
                    continue
                name = _value(agent, names) or ""
                rules = robots_txt.parse(text.encode(), name)
                if robots_txt.product(name) != name:  # no crawler may have this name
                    rules = robots_txt.parse(text.encode(), "-")
                got = rules.allows(address)
                yield Case(f"{name} {address} {text[:80]!r}", got == (wanted == "TRUE"))


_NAME = re.compile(
    r'(?:const )?(?:absl::string_view|std::string) (\w+) =\s*((?:"(?:[^"\\]|\\.)*"\s*)+);'
)
_EXPECT = re.compile(
    r"EXPECT_(TRUE|FALSE)\(\s*IsUserAgentAllowed\(\s*(\w+),\s*(\"[^\"]*\"|\w+),\s*"
    r"((?:\"[^\"]*\"\s*)+|\w+)\)\)"
)


def _statements(source: str) -> list[tuple[str, ...]]:
    found = [(x.start(), ("name", x[1], _unquoted(x[2]))) for x in _NAME.finditer(source)]
    found += [(x.start(), ("expect", *x.groups())) for x in _EXPECT.finditer(source)]  # type: ignore[misc]
    return [x for _, x in sorted(found)]


def _unquoted(literals: str) -> str:
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"', literals)
    text = "".join(parts)
    text = re.sub(r"\\x([0-9A-Fa-f]{2})", lambda x: bytes.fromhex(x[1]).decode("latin-1"), text)
    for written, meant in (("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ('\\"', '"')):
        text = text.replace(written, meant)
    return text


def _value(word: str, names: dict[str, str]) -> str | None:
    return _unquoted(word) if word.startswith('"') else names.get(word)


def dates(folder: Path) -> Iterator[Case]:
    """The texts that miniflux reads as dates."""
    for path in folder.rglob("parser_test.go"):
        source = path.read_text(encoding="utf-8")
        if not re.search(r"^package date\b", source, re.MULTILINE):
            continue
        texts = re.findall(r'Parse\("([^"]+)"\)', source)
        texts += re.findall(r'^\t\t"(.*)",$', source, re.MULTILINE)
        for text in dict.fromkeys(texts):
            plain = text.replace("\\n", "\n")
            wanted = plain.strip() not in ("", "invalid")
            yield Case(repr(text), (moment(plain, UTC) is not None) == wanted)


def feed_items(folder: Path) -> Iterator[Case]:
    """The items with an address that feedparser itself finds in its own and gofeed's files: none of
    them may be lost by how we prepare a feed for it.
    """
    suites = ("tests/wellformed", "tests/illformed", "testdata/parser", "testdata/translator")
    files = [y for x in suites for y in folder.rglob(f"{x}/**/*.xml")]
    for path in sorted(files):
        body = path.read_bytes()
        parsed = feedparser.parse(io.BytesIO(body), response_headers={"content-location": HOME})
        links = {canonical(x.get("link", ""), HOME) for x in parsed.entries if x.get("link")}
        wanted = links - {None}
        got = {x.url for x in feeds.read(body, HOME).links}
        name = f"{path.relative_to(folder)}: {sorted(wanted - got)}"  # type: ignore[type-var]
        yield Case(name, wanted <= got, len(wanted), len(wanted - got))


def sitemap_pages(folder: Path) -> Iterator[Case]:
    """The pages of ultimate-sitemap-parser's trees."""
    for name, wanted, got in peers_sitemaps.trees(folder):
        yield Case(f"{name}: {got} of {wanted} pages", got >= wanted, wanted, max(wanted - got, 0))


def addresses(folder: Path) -> Iterator[Case]:
    """Which addresses are one, in the tests of courlan and w3lib."""
    for name, right in peers_addresses.identities(folder):
        yield Case(name, right)


SUITES: dict[str, Callable[[Path], Iterator[Case]]] = {
    "robots": robots,
    "dates": dates,
    "feed items": feed_items,
    "sitemap pages": sitemap_pages,
    "addresses": addresses,
}


def main(words: Sequence[str]) -> None:
    if len(words) != 1 or not Path(words[0]).is_dir():
        raise SystemExit("python -m benchmarks.peers FOLDER: give the folder with the suites")
    for name, suite in SUITES.items():
        cases = list(suite(Path(words[0])))
        if not cases:
            print(f"{name}: not in this folder")
            continue
        whole = sum(x.weight for x in cases)
        wrong = [x for x in cases if not x.right]
        lost = sum(x.lost or 1 for x in wrong)
        print(f"{name}: {whole - lost} of {whole} as the suite wants, in {len(cases)} cases")
        for case in wrong[:SHOWN]:
            print(f"  {case.name}\n    {_reason(name, case.name)}")


def _reason(suite: str, case: str) -> str:
    """Why we answer otherwise, from `peers.toml`."""
    reasons = _REASONS.get(suite, {})
    return next((why for part, why in reasons.items() if part in case), "no reason is known")


if __name__ == "__main__":
    main(sys.argv[1:])
