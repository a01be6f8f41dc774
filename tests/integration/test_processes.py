"""Ctrl-C is for whoever started a child, from its very first moment on."""

import multiprocessing
import signal
import subprocess
import sys
from pathlib import Path

from console import processes

ROOT = Path(__file__).parents[2]


def test_the_first_child_of_a_process_is_deaf_to_ctrl_c() -> None:
    """In a process of its own, since only the first child starts multiprocessing's tracker, which
    lets SIGINT through.
    """
    ours = [
        sys.executable,
        "-c",
        "from tests.integration.test_processes import start_one; start_one()",
    ]
    assert subprocess.run(ours, cwd=ROOT, timeout=100, check=False).returncode == 0


def start_one() -> None:
    child = multiprocessing.get_context("spawn").Process(target=tell)
    processes.start(child)
    child.join()
    sys.exit(child.exitcode)


def tell() -> None:
    sys.exit(0 if signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()) else 1)
