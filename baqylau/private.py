"""Files and folders for their owner alone: a path comes in, it is there with mode 0600 or 0700.

Pages, the database and replies of a language model are nobody else's to read. `tighten` does the
same to a folder that an earlier release made.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

_OURS = ("baqylau.db*", "*.log", "archive", "llm")
"""What the embedded form keeps in the data folder; anything else in it is somebody else's."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def opener(path: str, flags: int) -> int:
    """For `open(…, opener=…)`: a file that is made is made with mode 0600."""
    return os.open(path, flags, 0o600)


def folder(path: Path) -> None:
    """The folder and what leads to it; 0700 where they are made now, as they are where they are
    there already.
    """
    if not path.parent.exists():
        folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)


def file(path: Path) -> None:
    """An empty file, 0600, where there is none: whoever opens it next keeps the mode."""
    os.close(opener(str(path), os.O_RDWR | os.O_CREAT))


def tighten(data: Path) -> tuple[int, list[Path]]:
    """Takes what others may do from the data folder and, where the folder itself was open to them,
    from all that we keep in it: how many modes were changed, and which could not be.

    Links are left alone. Raw pages have always been made with 0600 and may be millions: a folder
    of the archive is looked at, and the bodies in it are not.
    """
    if not data.is_dir() or not _is_open(data):
        return 0, []
    changed, refused = 0, []
    for path in [data, *_inside(data)]:
        try:
            if _is_open(path):
                path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~_OTHERS)
                changed += 1
        except FileNotFoundError:  # a -wal or a half-written file that its owner has put away
            continue
        except PermissionError:
            refused.append(path)
    return changed, refused


def _inside(data: Path) -> Iterator[Path]:
    for top in (x for pattern in _OURS for x in data.glob(pattern) if not x.is_symlink()):
        yield top
        for at, folders, files in os.walk(top):
            names = [*folders, *(x for x in files if not x.endswith(".zst"))]
            yield from (p for x in names if not (p := Path(at, x)).is_symlink())


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.lstat().st_mode) & _OTHERS)
