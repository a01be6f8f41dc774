"""Files and folders that only their owner may read: a path comes in, and exists afterwards with
mode 0600 or 0700.

Other users must not read pages, the database and replies of a language model. `tighten` changes the
modes of a folder that an earlier release made.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

_OURS = ("baqylau.db*", "*.log", "archive", "llm")
"""What Baqylau keeps in the data folder; other files in it are left alone."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def opener(path: str, flags: int) -> int:
    """For `open(…, opener=…)`: a new file has mode 0600."""
    return os.open(path, flags, 0o600)


def folder(path: Path) -> None:
    """Makes the folder and its parents with mode 0700; existing ones keep their modes."""
    if not path.parent.exists():
        folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)


def file(path: Path) -> None:
    """Makes an empty file with mode 0600 where there is none; later writers keep the mode."""
    os.close(opener(str(path), os.O_RDWR | os.O_CREAT))


def tighten(data: Path) -> tuple[int, list[Path]]:
    """Removes the rights of other users from the data folder and, where the folder itself was open
    to them, from all that we keep in it. Returns how many modes were changed, and the paths whose
    modes could not be changed.

    Symbolic links are left alone. Raw pages have always been made with 0600 and may be millions, so
    the folders of the archive are checked and the bodies in them are not.
    """
    if not data.is_dir() or not _is_open(data):
        return 0, []
    changed, refused = 0, []
    for path in [data, *_inside(data)]:
        try:
            if _is_open(path):
                path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~_OTHERS)
                changed += 1
        except (
            FileNotFoundError
        ):  # a -wal or an unfinished file that another process has just removed
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
