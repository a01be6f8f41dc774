"""Frozen sets: a folder with data, codebook, gaps and a manifest that names every file with its
SHA-256, so that a reader in ten years can check what an article was calculated from.

The manifest has no time of its making: the same rows give the same bytes.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from baqylau import atomic
from baqylau.errors import InputError

MANIFEST = "manifest.json"
FORM = 1
"""The form of the manifest, raised when its keys change."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def write_manifest(folder: Path, described: Mapping[str, Any]) -> None:
    """Writes the manifest of a folder whose other files are complete."""
    files = {
        x.name: {"bytes": x.stat().st_size, "sha256": atomic.sha256_of(x)}
        for x in sorted(folder.iterdir())
        if x.name != MANIFEST
    }
    text = json.dumps(
        {"form": FORM, **described, "files": files}, ensure_ascii=False, indent=1, sort_keys=True
    )
    atomic.write(folder / MANIFEST, text + "\n")


def check(folder: Path) -> Iterator[str]:
    """What of a frozen set is not as its manifest says, one sentence each; nothing where all is.
    Raises `InputError` where there is no manifest that can be read.
    """
    named = _manifest(folder)["files"]
    for name, known in sorted(named.items()):
        path = folder / name
        if not _NAME.fullmatch(name):
            yield f"{name!r}: the manifest names a file that cannot be one of the set"
        elif not path.is_file() or path.is_symlink():
            yield f"{name}: the file is missing"
        elif path.stat().st_size != known.get("bytes"):
            yield f"{name}: {path.stat().st_size} bytes, and not {known.get('bytes')}"
        elif atomic.sha256_of(path) != known.get("sha256"):
            yield f"{name}: other bytes than when the set was frozen"
    for path in sorted(folder.iterdir()):
        if path.name not in named and path.name != MANIFEST:
            yield f"{path.name}: no file of the set"


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["form"] != FORM:
            raise ValueError(f"its form is {found['form']!r}, and this release reads {FORM}")
        if not all(isinstance(x, dict) for x in found["files"].values()):
            raise ValueError("its files are not described")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise InputError(
            f"{path} cannot be read as the manifest of a frozen set ({wrong}); give a folder that"
            " `baqylau export --freeze` made"
        ) from wrong
    return dict(found)
