"""The readers as `benchmarks.work` names them to its workers' children: each notes its own CPU in a
file, beside which the rest is overhead.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from baqylau.clean import read
from baqylau.facts import extract
from baqylau.lang.stems import stems as stem


def clean(*given: Any) -> Any:
    return _noted("clean", read, given)


def facts(*given: Any) -> Any:
    return _noted("facts", extract, given)


def stems(*given: Any) -> Any:
    return _noted("index", stem, given)


def notes(worker: int) -> Path:
    """Where the children of this worker process note: a line a reading, the stage and its CPU
    seconds.
    """
    return Path(tempfile.gettempdir()) / f"baqylau-readings-{worker}"


def _noted(stage: str, reader: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    began = time.thread_time()
    try:
        return reader(*given)
    finally:
        with notes(os.getppid()).open("a") as file:
            file.write(f"{stage} {time.thread_time() - began:.6f}\n")
