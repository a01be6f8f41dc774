"""A child process ignores Ctrl-C from its first moment on; only its parent handles it."""

import multiprocessing
import signal
import subprocess
import sys
from pathlib import Path

from console import processes

ROOT = Path(__file__).parents[2]


def test_the_first_child_of_a_process_ignores_ctrl_c() -> None:
    """In a process of its own, since only the first child starts multiprocessing's resource
    tracker, whose start unblocks SIGINT.
    """
    ours = [
        sys.executable,
        "-c",
        "from tests.integration.test_processes import start_one; start_one()",
    ]
    assert subprocess.run(ours, cwd=ROOT, timeout=100, check=False).returncode == 0


def start_one() -> None:
    child = multiprocessing.get_context("spawn").Process(target=exit_with_sigint_blocked)
    processes.start(child)
    child.join()
    sys.exit(child.exitcode)


def exit_with_sigint_blocked() -> None:
    sys.exit(0 if signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()) else 1)
