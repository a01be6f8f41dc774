"""Whether two addresses are of one article that moved: two addresses come in, a yes or no goes out.

>>> share_number("https://a.kz/news/10001-most/", "https://a.kz/news/10001-most-otkryt/")
True
"""

import re

from baqylau.model.hosts import parts_of

_NUMBER = re.compile(r"\d{4,20}")
_YEAR = re.compile(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?")


def share_number(one: str, other: str) -> bool:
    """Whether both addresses hold the same number of at least four digits that is no year, month or
    day.
    """
    return bool(_numbers(one) & _numbers(other))


def _numbers(url: str) -> set[str]:
    parts = parts_of(url)
    found = _NUMBER.findall(f"{parts.path}?{parts.query}")
    return {x for x in found if not _YEAR.fullmatch(x)}
