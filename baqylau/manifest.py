"""The manifest of a backup: what the folder holds, with counts and hashes, and which bodies it
lacks.

Read and written by `baqylau.backup` only. The form of the first release (`tables/manifest.json`,
without a list of bodies) is read too.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from baqylau.durable import write_whole
from baqylau.errors import InputError
from baqylau.store.dump import BODIES, Dumped

MANIFEST, TABLES, ARCHIVE = "manifest.json", "tables", "archive"
LANDED = TABLES
"""The folder of tables in the first release's form; later ones are `tables-…`."""
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
    `left` are bodies that retention or a request took out of the archive while it was taken.
    """

    dumped: Dumped
    tables: str
    taken: datetime
    gaps: tuple[BadBody, ...] = ()
    left: tuple[str, ...] = ()

    @classmethod
    def is_in(cls, folder: Path) -> bool:
        """Whether the folder holds a backup of any form."""
        return (folder / MANIFEST).exists() or (folder / LANDED / MANIFEST).exists()

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Raises `InputError` where the folder has none, or one that cannot be understood."""
        path = folder / MANIFEST
        if not path.exists():
            path = folder / LANDED / MANIFEST
        if not path.is_file():
            raise InputError(
                f"{folder}: no {MANIFEST} in it; give the folder `baqylau backup` wrote (one whose"
                " first backup was killed holds nothing to restore)"
            )
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return cls._read(told, path)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as wrong:
            raise InputError(
                f"{path}: cannot be read ({wrong}); give the folder `baqylau backup` wrote"
            ) from wrong

    @classmethod
    def _read(cls, told: Mapping[str, Any], path: Path) -> Self:
        dumped = Dumped(str(told["revision"]), dict(told["rows"]), dict(told["sha256"]))
        if path.parent.name == LANDED and "format" not in told:
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            return cls(dumped, LANDED, written)
        if told["format"] != _FORMAT:
            raise ValueError(f"it is of form {told['format']}, this version reads {_FORMAT}")
        gaps = tuple(BadBody(**x) for x in told["gaps"])
        taken = datetime.fromisoformat(told["taken"])
        tables = str(told["tables"])
        if not tables.startswith(f"{TABLES}-") or "/" in tables:
            raise ValueError(f"{tables!r} is no folder of tables")
        if BODIES not in dumped.rows or BODIES not in dumped.sha256:
            raise ValueError("it names no list of bodies")
        return cls(dumped, tables, taken, gaps, tuple(told["left"]))

    @property
    def needed(self) -> int:
        """How many bodies its pages need; in the first release's form, at most."""
        return self.dumped.rows.get(BODIES, self.dumped.rows.get("pages", 0))

    def write(self, folder: Path) -> None:
        """Makes this backup the folder's backup, in one rename."""
        told = {
            "format": _FORMAT,
            "taken": self.taken.isoformat(),
            "tables": self.tables,
            **self.dumped.as_json(),
            "gaps": [asdict(x) for x in self.gaps],
            "left": list(self.left),
        }
        write_whole(folder / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1) + "\n")

    def told_gaps(self) -> str:
        """The gaps in words, the first of them by name."""
        named = "; ".join(str(x) for x in self.gaps[:_SHOWN])
        more = f"; and {len(self.gaps) - _SHOWN} more" if len(self.gaps) > _SHOWN else ""
        return f"{len(self.gaps)} bodies are missing or damaged ({named}{more})"
