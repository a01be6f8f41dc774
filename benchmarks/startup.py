"""CPU seconds (user and system) a command takes to start and end: commands in, a table out.

    make bench-startup
    python -m benchmarks.startup

Each command runs over an empty database of its own, or with no input. Warm: the modules are
compiled and read once before anything is measured. The median of five runs is printed beside the
bound, where there is one. On a machine that does other work at the same time the figures are up to
twice as large; so a bare interpreter and the import of SQLAlchemy, which is the largest part of
every command that reads the database, are measured too.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

RUNS = 5
COMMANDS: Mapping[str, float | None] = {
    "--help": 0.3,
    "--version": 0.3,
    "status": 0.3,
    "jobs list": None,
    "settings": None,
    "outlets list": None,
    "export articles": None,
    "clean": None,
    "facts": None,
    "doctor": None,
}
"""Command line -> the most CPU seconds it should take."""
BASELINES = {"a bare interpreter": "pass", "import sqlalchemy": "import sqlalchemy"}


def main() -> None:
    print(f"{'CPU seconds, median of five':32}{'seconds':>8}{'bound':>8}")
    with tempfile.TemporaryDirectory() as folder:
        rows = {name: ([sys.executable, "-c", code], None) for name, code in BASELINES.items()} | {
            f"baqylau {words}": ([sys.executable, "-m", "console.main", *words.split()], bound)
            for words, bound in COMMANDS.items()
        }
        seconds(rows["baqylau --help"][0], folder)
        subprocess.run(
            [sys.executable, "-m", "console.main", "migrate"],
            env=environment(folder),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        for name, (command, bound) in rows.items():
            seconds(command, folder)
            took = statistics.median(seconds(command, folder) for _ in range(RUNS))
            print(f"{name:32}{took:8.2f}{bound or '':>8}")


def seconds(command: Sequence[str], folder: str) -> float:
    before = spent()
    subprocess.run(
        command,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return spent() - before


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def environment(folder: str) -> dict[str, str]:
    """The environment without the caller's Baqylau settings, with a folder for compiled modules
    even where the caller's environment forbids writing them.
    """
    hidden = ("BAQYLAU_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return kept | {
        "BAQYLAU_DATA": str(Path(folder) / "data"),
        "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
    }


if __name__ == "__main__":
    main()
