"""Links that an outlet's pattern refuses although they look like articles: addresses in the order
of their listing come in, one of them goes out as the example for a person.

A pattern that is too narrow loses a part of an outlet without a word. Menus, tags and authors are
refused rightly: they have no numbers that rise from article to article.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

FEWEST = 5  # addresses of one shape
FEWEST_OF_FEED = 3  # what a feed lists are articles, whatever their addresses look like
_IN_ORDER = 0.8  # share of neighbours in a listing whose numbers run in the same direction
_NUMBER = re.compile(r"\d{4,18}")
_DATE = re.compile(r"/(20\d{2})[/-]?(\d{2})[/-]?(\d{2})(?!\d)")


def lookalike(urls: Sequence[str], of_feed: bool) -> str | None:
    """The first of the refused addresses that share a shape and have rising numbers or dates; None
    where there are too few of them.
    """
    shapes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for url in urls:
        shapes[_shape(urlsplit(url).path)].append(url)
    for same in sorted(shapes.values(), key=len, reverse=True):
        if (of_feed and len(same) >= FEWEST_OF_FEED) or _rises([_number(x) for x in same]):
            return same[0]
    return None


def _shape(path: str) -> tuple[str, ...]:
    """The first part of the path, how many there are, and what the last ends with."""
    parts = path.strip("/").split("/")
    first = parts[0] if len(parts) > 1 else ""
    return (_NUMBER.sub("#", first), str(len(parts)), parts[-1].rpartition(".")[2][:5])


def _number(url: str) -> int:
    dated = _DATE.search(urlsplit(url).path)
    if dated:
        return int("".join(dated.groups()))
    numbers = _NUMBER.findall(url)
    return int(numbers[-1]) if numbers else 0


def _rises(numbers: Sequence[int]) -> bool:
    known = [x for x in numbers if x]
    if len(set(known)) < FEWEST:
        return False
    pairs = list(pairwise(known))
    up = sum(a <= b for a, b in pairs)
    down = sum(a >= b for a, b in pairs)
    return max(up, down) >= _IN_ORDER * len(pairs)
