"""Outlets of generated articles that grow: so many mills on loopback, each a port of its own, all
with as many pages as are released.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from press import newsroom
from press.answer import Answer
from press.generated import GeneratedOutlet
from press.newsroom import HERE
from press.server import LOOPBACK, _listening, _serving

_ROOM = newsroom.read(HERE / "newsrooms" / "load" / "polygon.toml")
_OUTLET = (HERE / "outlets" / "polygon.toml").read_text(encoding="utf-8")


@dataclass(slots=True)
class Mills:
    """`origins` by outlet id; `fetched` counts answers with a page in them."""

    origins: dict[str, str]
    mills: dict[str, GeneratedOutlet]
    fetched: int = 0

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(x.removeprefix("http://") for x in self.origins.values())

    def release(self, pages: int) -> None:
        """From now on every mill has so many pages."""
        for mill in self.mills.values():
            mill.count = pages

    def answer(self, outlet: str, _method: str, target: str, headers: Mapping[str, str]) -> Answer:
        given = self.mills[outlet].answer(target, headers)
        self.fetched += given.status == 200 and target.startswith("/p/")
        return given

    def write_outlets(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for number, (outlet, origin) in enumerate(self.origins.items(), 1):
            text = _OUTLET.replace("{origin}", origin).replace("Полигон (", f"Мельница {number} (")
            (folder / f"{outlet}.toml").write_text(text, encoding="utf-8")


@contextmanager
def grinding(count: int, first: int = 0) -> Iterator[Mills]:
    """The mills, numbered from `first`, served until the block ends; the same number has the same
    articles each time.
    """
    with ExitStack() as doors:
        sockets = {
            f"mill{x}": doors.enter_context(_listening(0)) for x in range(first, first + count)
        }
        origins = {key: f"http://{LOOPBACK}:{x.getsockname()[1]}" for key, x in sockets.items()}
        mills = Mills(
            origins,
            {
                key: GeneratedOutlet(_ROOM, origin, 5, seed)
                for seed, (key, origin) in enumerate(origins.items(), first)
            },
        )
        # it asks for origins and answers only
        with _serving(mills, list(sockets.values())):  # type: ignore[arg-type]
            yield mills
