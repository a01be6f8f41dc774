"""Thinking, bounded: a page or a text comes in, a child process reads it, an article, an extraction
or stems go out.

A child has a time limit for each piece of work, an address-space limit for all of it, and one
thread for arithmetic. One that outruns a limit is killed and replaced; the page it was at is
answered with `SandboxLimitExceeded`. Children are started anew, not forked, so none inherits a lock
some other thread holds, and a child whose parent was killed ends by itself.
"""

import os
import select
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import timedelta
from multiprocessing import Pipe
from types import TracebackType
from typing import Any, Self

from baqylau.errors import SandboxLimitExceeded
from baqylau.facts.analysis import Source
from baqylau.facts.llm_reader import Ask
from baqylau.model.article import Article
from baqylau.model.fact import Extraction
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.sandbox.process_main import FULL
from baqylau.sandbox.signals import ignore_sigint
from baqylau.settings import Settings

# then it is replaced, whatever a parser leaks; at 500 starting anew cost as much CPU as reading
_READINGS_A_CHILD = 20_000
_STARTS_WITHIN = 60.0  # seconds; importing the readers takes one, on a busy machine ten


class SandboxPool:
    """The readers behind children, one for each thread that asks; used as a context.

    A reader is named "module:function", since a child has to import it.
    """

    def __init__(
        self,
        settings: Settings,
        clean: str = "baqylau.clean:read",
        facts: str = "baqylau.facts:extract",
        stems: str = "baqylau.lang.stems:stems",
    ) -> None:
        self.settings = settings
        self._readers = {"clean": clean, "facts": facts, "stems": stems}
        self._lock = threading.Lock()
        self._idle: list[SandboxProcess] = []
        self._living: set[SandboxProcess] = set()

    def clean(self, page: Page, outlet: Outlet | None) -> Article:
        article: Article = self._ask("clean", self.settings.clean_timeout, page, outlet)
        return article

    def facts(self, source: Source, ask: Ask | None = None) -> Extraction:
        """`ask` must be one that can be sent to a child (`asked.answered` with its reply)."""
        extraction: Extraction = self._ask(
            "facts", self.settings.facts_timeout, source, *([ask] if ask else [])
        )
        return extraction

    def stems(self, text: str, language: str | None) -> str:
        found: str = self._ask("stems", self.settings.clean_timeout, text, language)
        return found

    def close(self) -> None:
        """Ends the children; work under way in them is lost, its jobs come back."""
        with self._lock:
            for child in self._living:
                child.end()
            self._idle, self._living = [], set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, reader: str, limit: timedelta, *given: Any) -> Any:
        child = self._take()
        try:
            done, answer = child.ask(self._readers[reader], given, limit)
        except (
            BaseException
        ) as wrong:  # the child may still be at it, or half an answer stands in its pipe
            status = self._end(child)
            if isinstance(wrong, TimeoutError):
                raise SandboxLimitExceeded(
                    f"{reader} took longer than {limit.total_seconds():g} s and was stopped"
                ) from wrong
            if not isinstance(wrong, EOFError | OSError):
                raise
            if status == FULL:
                raise SandboxLimitExceeded(
                    f"{reader} needed more than {self.settings.sandbox_memory // 2**20} MiB and"
                    " was stopped"
                ) from wrong
            raise SandboxLimitExceeded(
                f"{reader} killed its process (exit status {status})"
            ) from wrong
        self._give_back(child)
        if done:
            return answer
        raise answer

    def _take(self) -> "SandboxProcess":
        """A child with nothing to do, the one that worked last, whose memory is warm; else a new
        one.
        """
        while True:
            with self._lock:
                child = self._idle.pop() if self._idle else None
            if child is None:
                break
            if child.is_alive():
                return child
            self._end(child)
        child = SandboxProcess(
            self.settings.sandbox_memory,
            sorted({x.partition(":")[0] for x in self._readers.values()}),
        )
        with self._lock:
            self._living.add(child)
        try:
            child.begin()
        except (TimeoutError, EOFError, OSError) as wrong:
            status = self._end(child)
            remedy = "the machine may be too busy, or BAQYLAU_SANDBOX_MEMORY too small"
            raise SandboxLimitExceeded(
                f"a reader did not start within {_STARTS_WITHIN:g} s (exit status {status});"
                f" {remedy}"
            ) from wrong
        return child

    def _give_back(self, child: "SandboxProcess") -> None:
        if child.readings >= _READINGS_A_CHILD:
            self._end(child)
        else:
            with self._lock:
                self._idle.append(child)

    def _end(self, child: "SandboxProcess") -> int:
        with self._lock:
            self._living.discard(child)
        return child.end()


class SandboxProcess:
    """A process that reads, one thing at a time (`baqylau.sandbox.process_main`)."""

    def __init__(self, memory: int, modules: Sequence[str]) -> None:
        self.readings = 0
        self._pipe, theirs = Pipe()
        with theirs:
            given = (theirs.fileno(), memory, os.getpid(), *modules)
            life = (
                f"import sys; sys.path = {sys.path!r}; from baqylau.sandbox.process_main import"
                f" serve; serve(*{given!r})"
            )
            with ignore_sigint():  # the mask is inherited
                self._process = subprocess.Popen(  # noqa: S603  (our own words)
                    [sys.executable, "-c", life], pass_fds=[theirs.fileno()]
                )
        self._answered = select.poll()  # kept: the pipe's own would make one for every question
        self._answered.register(self._pipe, select.POLLIN)

    def begin(self) -> None:
        """Waits until it has imported its readers. Raises as `ask`."""
        self._hear(_STARTS_WITHIN)

    def ask(self, reader: str, given: tuple[Any, ...], limit: timedelta) -> tuple[bool, Any]:
        """(True, the reader's answer) or (False, what it raised). Raises `TimeoutError`, and
        `EOFError` or `OSError` where the child died.
        """
        self.readings += 1
        self._pipe.send((reader, given))
        answer: tuple[bool, Any] = self._hear(limit.total_seconds())
        return answer

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> int:
        """Its exit status."""
        self._process.kill()
        self._pipe.close()
        return self._process.wait()

    def _hear(self, seconds: float) -> Any:
        if not self._answered.poll(seconds * 1000):
            raise TimeoutError
        return self._pipe.recv()
