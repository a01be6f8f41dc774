"""What can be tried of other systems from here: files are written and locked without what Windows
lacks, a library that is not installed is named with its extra, names of files suit all systems.
"""

import re
import subprocess
import sys
from pathlib import Path

from tests.services import ROOT

_WINDOWS = """
import os, subprocess, sys, tempfile, select, signal, multiprocessing.connection, pathlib, logging
import asyncio, socket, pydantic_settings, structlog
sys.platform = "win32"
sys.modules["fcntl"] = sys.modules["resource"] = None
del os.fchmod, os.O_CLOEXEC
locked = []
class msvcrt:
    LK_NBLCK = 2
    @staticmethod
    def locking(handle, mode, size):
        if locked:
            raise PermissionError(13, "locked")
        locked.append(handle)
sys.modules["msvcrt"] = msvcrt
from pathlib import Path
from baqylau import atomic
from baqylau.errors import ConfigurationError, InputError
folder = Path(sys.argv[1])
atomic.write(folder / "a.txt", "one\\r\\n")
atomic.write(folder / "a.txt", "two\\r\\n")
assert (folder / "a.txt").read_bytes() == b"two\\r\\n"
with atomic.locked(folder / "lock", "busy"):
    try:
        with atomic.locked(folder / "lock", "busy"):
            raise SystemExit("locked twice")
    except InputError as wrong:
        assert str(wrong) == "busy"
from baqylau.sandbox.pool import SandboxPool
try:
    SandboxPool(None)
except ConfigurationError as wrong:
    print(wrong)
"""


def test_files_are_written_and_locked_without_the_calls_of_unix(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WINDOWS, str(tmp_path)], cwd=ROOT, text=True, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    assert "WSL 2" in done.stdout


_WITHOUT_DUCKDB = """
import sys
sys.modules["duckdb"] = None
from baqylau.errors import ConfigurationError
from baqylau.exports import Asked, check
check(Asked("facts", "csv"))
try:
    check(Asked("facts", "parquet"))
except ConfigurationError as wrong:
    print(wrong)
"""


def test_parquet_without_its_library_names_the_extra() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_DUCKDB], cwd=ROOT, text=True, capture_output=True
    )
    assert "baqylau[parquet]" in done.stdout, done.stderr


def test_names_of_files_suit_every_system() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, text=True, capture_output=True)
    names = listed.stdout.splitlines()
    reserved = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
    parts = {y for x in names for y in x.split("/")}
    assert [x for x in parts if reserved.fullmatch(x) or x.endswith((" ", "."))] == []
    assert [x for x in names if re.search(r'[<>:"|?*\\]', x)] == []
    assert len({x.lower() for x in names}) == len(names)
