"""Scripted misbehaviour of an outlet: a name from `misbehaviour.toml` comes in, a `Misbehaviour`
goes out; a regular answer comes in, the misbehaving one goes out.

The names are for the person who writes a test; they never stand in the answers.
"""

import gzip
import io
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from baqylau.errors import ConfigurationError
from press.answer import Answer
from press.pages import PageStyle

_DATA = tomllib.loads((Path(__file__).parent / "misbehaviour.toml").read_text(encoding="utf-8"))
NAMES = tuple(_DATA)
DRIP = 0.5  # seconds a byte: a page of 8 KB would take over an hour
BOMB = 256 * 2**20  # bytes of zeros, far above any limit a reader should set


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """`answers`: kind of page → how it is answered instead. `style`: how pages are rendered."""

    says: str = "nothing is wrong"
    answers: dict[str, str] = field(default_factory=dict)
    style: PageStyle = field(default_factory=PageStyle)
    calendar: bool = False
    lastmod_today: bool = False


def load_misbehaviour(name: str | None) -> Misbehaviour:
    """The misbehaviour of that name; for None one that changes nothing. Raises `ConfigurationError`
    for an unknown name.
    """
    if name is None:
        return Misbehaviour()
    if name not in _DATA:
        raise ConfigurationError(
            f"misbehaviour {name!r} is not known; the press knows {', '.join(NAMES)}"
        )
    given = dict(_DATA[name])
    style: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in given.pop("style", {}).items()
    }
    return Misbehaviour(style=PageStyle(**style), **given)


def misbehave(how: str, target: str, given: Answer, soft_404: Callable[[], Answer]) -> Answer:
    """The answer to `target` that the misbehaviour `how` gives; `soft_404` makes the outlet's error
    page with status 200.
    """
    if given.status != 200:
        return given
    return _ANSWERS[how](target, given, soft_404)


def _loop(target: str, _given: Answer, _soft: Callable[[], Answer]) -> Answer:
    back = target.removesuffix("&again=1").removesuffix("?again=1")
    joint = "&" if urlsplit(target).query else "?"
    return Answer(302, b"", (("location", back if back != target else f"{target}{joint}again=1"),))


def _wall(_target: str, _given: Answer, _soft: Callable[[], Answer]) -> Answer:
    page = (
        "<html><head><title>Just a moment...</title></head><body><h1>Access denied</h1><p>Checking"
        " your browser. Ray 0000</p></body></html>"
    )
    return Answer(403, page.encode(), (("content-type", "text/html; charset=utf-8"),))


def _bomb(_target: str, _given: Answer, _soft: Callable[[], Answer]) -> Answer:
    return Answer(
        200, _zeros(), (("content-type", "text/html; charset=utf-8"), ("content-encoding", "gzip"))
    )


@cache
def _zeros() -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for _ in range(BOMB // 2**20):
            file.write(bytes(2**20))
    return packed.getvalue()


_ANSWERS: dict[str, Callable[[str, Answer, Callable[[], Answer]], Answer]] = {
    "as_it_is": lambda _target, given, _soft: given,
    "missing": lambda _target, _given, _soft: Answer(
        404, b"<html><body>Not Found</body></html>", (("content-type", "text/html"),)
    ),
    "wall": _wall,
    "drip": lambda _target, given, _soft: Answer(
        given.status, given.body, given.headers, pace=DRIP
    ),
    "loop": _loop,
    "bomb": _bomb,
    "soft_404": lambda _target, _given, soft: soft(),
}
