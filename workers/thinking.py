"""Thinking, bounded: a page or a text comes in, a child process reads it, an article, an extraction or stems go out.

A child has a time limit for each piece of work, an address-space limit for all of it, and one thread for arithmetic. One that
outruns a limit is killed and replaced; the page it was at is answered with `ThinkingStopped`. Children are spawned, so none
inherits a lock some other thread holds, and a child whose parent was killed ends by itself.
"""

import multiprocessing
import os
import resource
import threading
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as OutOfTime
from datetime import timedelta
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from baqylau.errors import ThinkingStopped
from baqylau.facts.analysis import Source
from baqylau.facts.asked import Ask
from baqylau.model.article import Article
from baqylau.model.fact import Extraction
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.settings import Settings
from workers.children import deaf_to_ctrl_c

_TASKS_A_CHILD = 20_000  # then it is replaced, whatever a parser leaks; at 500 starting anew cost as much CPU as reading (2.5 s for 170 articles)
_FULL = 77  # exit status of a child that ran out of memory: one that lived on would fail the pages behind it
_ARITHMETIC_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # two threads burned 5.4 times the CPU of one


class Thinking:
    """The readers behind a pool of children, as many as there are worker threads; used as a context.

    A reader is named "module:function", since a child has to import it.
    """

    def __init__(
        self, settings: Settings, clean: str = "baqylau.clean:read", facts: str = "baqylau.facts:extract", stems: str = "baqylau.lang.stems:stems"
    ) -> None:
        self.settings = settings
        self._readers = {"clean": clean, "facts": facts, "stems": stems}
        self._lock = threading.Lock()
        self._pool: Any = None

    def clean(self, page: Page, outlet: Outlet | None) -> Article:
        article: Article = self._ask("clean", self.settings.clean_timeout, page, outlet)
        return article

    def facts(self, source: Source, ask: Ask | None = None) -> Extraction:
        """`ask` must be one that can be sent to a child (`asked.answered` with its reply)."""
        extraction: Extraction = self._ask("facts", self.settings.facts_timeout, source, *([ask] if ask else []))
        return extraction

    def stems(self, text: str, language: str | None) -> str:
        found: str = self._ask("stems", self.settings.clean_timeout, text, language)
        return found

    def close(self) -> None:
        """Ends the children; work under way in them is lost, its jobs come back."""
        with self._lock:
            if self._pool is not None:
                self._pool.stop()
                self._pool.join()
                self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _ask(self, reader: str, limit: timedelta, *given: Any) -> Any:
        with deaf_to_ctrl_c():  # the first piece of work starts the pool: its threads and children inherit the mask
            future = self._living_pool().schedule(_read, args=(self._readers[reader], *given), timeout=limit.total_seconds())
        try:
            return future.result()
        except OutOfTime as wrong:
            raise ThinkingStopped(f"{reader} took longer than {limit.total_seconds():g} s and was stopped") from wrong
        except ProcessExpired as wrong:
            if wrong.exitcode == _FULL:
                raise ThinkingStopped(f"{reader} needed more than {self.settings.thinking_memory // 2**20} MiB and was stopped") from wrong
            raise ThinkingStopped(f"{reader} killed its process (exit status {wrong.exitcode})") from wrong

    def _living_pool(self) -> Any:
        with self._lock:
            if self._pool is None or not self._pool.active:
                self._pool = ProcessPool(
                    max_workers=self.settings.worker_threads,
                    max_tasks=_TASKS_A_CHILD,
                    initializer=_settle,
                    initargs=(self.settings.thinking_memory, os.getpid()),
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool


def _settle(memory: int, parent: int) -> None:
    """A child's first act: one thread for arithmetic before numpy loads, a bounded address space, an eye on the parent."""
    for name in _ARITHMETIC_THREADS:
        os.putenv(name, "1")
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _read(reader: str, *given: Any) -> Any:
    module, _, name = reader.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    try:
        return function(*given)
    except MemoryError:
        os._exit(_FULL)
