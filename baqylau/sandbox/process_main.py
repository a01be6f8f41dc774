"""What a sandbox process runs: requests (the name of a reader and its arguments) come in over a
pipe, responses go out. `baqylau.sandbox.pool` starts it.

Only the standard library is imported here; the modules of the readers are imported before the first
request, whose time is limited.
"""

import gc
import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

if sys.platform != "win32":  # `baqylau.sandbox.pool` refuses to start there
    import resource

OUT_OF_MEMORY = 77
"""Exit status of a process that ran out of memory: one that went on would fail the pages after
this one.
"""
_NEW_OBJECTS = 20_000
"""Measured on cleaning: 4 % less CPU than at 700; 100,000 brings no more."""
_ARITHMETIC_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
)  # two threads burned 5.4 times the CPU of one


def serve(pipe: int, memory: int, cpu: float, parent: int, *modules: str) -> None:
    """Answers until the pipe is closed. `pipe` is a file descriptor, `memory` bytes of address
    space, `cpu` the seconds of CPU that one request may take (0: any), `parent` a process id.
    """
    _set_limits(memory, parent)
    for module in modules:
        set_up = getattr(import_module(module), "set_up", None)
        if set_up:  # a reader that changes the libraries it reads with does so here
            set_up()
    collect_seldom()
    with Connection(pipe) as requests, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        requests.send(None)  # ready
        while True:
            try:
                _respond(requests, cpu)
            except MemoryError:
                os._exit(OUT_OF_MEMORY)


def collect_seldom() -> None:
    """Python's search for cyclic garbage leaves out what was imported, and runs after 20,000 new
    objects instead of 700: a page makes tens of thousands, hardly one of them in a cycle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def _respond(requests: Connection, cpu: float) -> None:
    """Responds to one request with (True, what the reader answers) or (False, what it raised).

    The signal of the timer ends the process, also inside a library in C.
    """
    reader, given = requests.recv()
    signal.setitimer(signal.ITIMER_PROF, cpu)
    module, _, name = reader.partition(":")
    response: tuple[bool, Any]
    try:
        response = True, getattr(import_module(module), name)(*given)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001  (whatever it is, the parent raises it)
        fault.add_note(traceback.format_exc())
        response = False, fault
    signal.setitimer(signal.ITIMER_PROF, 0)
    requests.send(response)


def _set_limits(memory: int, parent: int) -> None:
    """One thread for arithmetic before numpy is imported, a bounded address space, and a thread
    that ends the process when its parent is gone.
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
