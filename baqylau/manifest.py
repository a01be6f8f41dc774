"""The manifest of a backup: a folder comes in, what it holds goes out (tables with counts and
hashes, and the bodies it lacks), and the other way round.

Only `baqylau.backup` reads and writes it. The format of the first release (`tables/manifest.json`,
without a list of bodies) can be read too.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from baqylau import atomic
from baqylau.errors import InputError
from baqylau.store.dump import BODIES, Dumped

MANIFEST, TABLES, ARCHIVE = "manifest.json", "tables", "archive"
LANDED = TABLES
"""The folder of tables in the first release's format; later ones are called `tables-…`."""
_FORMAT = 2
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class BadBody:
    """A body that is missing or damaged, why, and the address of a page that needs it."""

    content_hash: str
    why: str
    url: str = ""

    def __str__(self) -> str:
        return f"{self.url or self.content_hash}: {self.why}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`tables` is the folder of the tables; `gaps` are bodies that pages need and the backup lacks;
    `left` are bodies that retention or a request deleted while the backup was being written.
    """

    dumped: Dumped
    tables: str
    taken: datetime
    gaps: tuple[BadBody, ...] = ()
    left: tuple[str, ...] = ()

    @classmethod
    def is_in(cls, folder: Path) -> bool:
        """Whether the folder holds a backup of any format."""
        return (folder / MANIFEST).exists() or (folder / LANDED / MANIFEST).exists()

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The folder's manifest. Raises `InputError` where it has none, or one that cannot be
        read.
        """
        path = folder / MANIFEST
        if not path.exists():
            path = folder / LANDED / MANIFEST
        if not path.is_file():
            raise InputError(
                f"{folder}: no {MANIFEST} in it; give the folder `baqylau backup` wrote (one whose"
                " first backup was killed holds nothing to restore)"
            )
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls._read(content, path)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as wrong:
            raise InputError(
                f"{path}: cannot be read ({wrong}); give the folder `baqylau backup` wrote"
            ) from wrong

    @classmethod
    def _read(cls, content: Mapping[str, Any], path: Path) -> Self:
        dumped = Dumped(str(content["revision"]), dict(content["rows"]), dict(content["sha256"]))
        if path.parent.name == LANDED and "format" not in content:
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            return cls(dumped, LANDED, written)
        if content["format"] != _FORMAT:
            raise ValueError(f"its format is {content['format']}, this version reads {_FORMAT}")
        gaps = tuple(BadBody(**x) for x in content["gaps"])
        taken = datetime.fromisoformat(content["taken"])
        tables = str(content["tables"])
        if not tables.startswith(f"{TABLES}-") or "/" in tables:
            raise ValueError(f"{tables!r} is no folder of tables")
        if BODIES not in dumped.rows or BODIES not in dumped.sha256:
            raise ValueError("it names no list of bodies")
        return cls(dumped, tables, taken, gaps, tuple(content["left"]))

    @property
    def needed(self) -> int:
        """How many bodies its pages need; an upper bound in the first release's format."""
        return self.dumped.rows.get(BODIES, self.dumped.rows.get("pages", 0))

    def write(self, folder: Path) -> None:
        """Makes this the valid backup of the folder, in one rename."""
        content = {
            "format": _FORMAT,
            "taken": self.taken.isoformat(),
            "tables": self.tables,
            **self.dumped.as_json(),
            "gaps": [asdict(x) for x in self.gaps],
            "left": list(self.left),
        }
        atomic.replace(folder / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def describe_gaps(self) -> str:
        """How many bodies are missing or damaged, the first of them by name."""
        named = "; ".join(str(x) for x in self.gaps[:_SHOWN])
        more = f"; and {len(self.gaps) - _SHOWN} more" if len(self.gaps) > _SHOWN else ""
        return f"{len(self.gaps)} bodies are missing or damaged ({named}{more})"
