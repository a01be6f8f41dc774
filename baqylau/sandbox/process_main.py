"""The life of a child: a reader's name and what it is given come in over a pipe, its answer goes
out. `baqylau.sandbox.pool` starts it.

Nothing is imported here but what a child needs to live; the readers' modules are imported before
the first question, whose time is limited.
"""

import os
import resource
import threading
import time
import traceback
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

FULL = 77
"""Exit status of a child that ran out of memory: one that lived on would fail the pages behind
it.
"""
_ARITHMETIC_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
)  # two threads burned 5.4 times the CPU of one


def serve(pipe: int, memory: int, parent: int, *modules: str) -> None:
    """Answers until the pipe is closed. `pipe` is a file descriptor, `memory` bytes of address
    space, `parent` a process id.
    """
    _settle(memory, parent)
    for module in modules:
        set_up = getattr(import_module(module), "set_up", None)
        if set_up:  # a reader that changes the libraries it reads with does so here
            set_up()
    with Connection(pipe) as questions, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        questions.send(None)  # ready
        while True:
            try:
                _answer(questions)
            except MemoryError:
                os._exit(FULL)


def _answer(questions: Connection) -> None:
    """One question, answered with (True, what the reader says) or (False, what it raised)."""
    reader, given = questions.recv()
    module, _, name = reader.partition(":")
    said: tuple[bool, Any]
    try:
        said = True, getattr(import_module(module), name)(*given)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001  (whatever it is, it is for the parent to tell)
        fault.add_note(traceback.format_exc())
        said = False, fault
    questions.send(said)


def _settle(memory: int, parent: int) -> None:
    """One thread for arithmetic before numpy loads, a bounded address space, an eye on the
    parent.
    """
    for name in _ARITHMETIC_THREADS:
        os.putenv(name, "1")
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
