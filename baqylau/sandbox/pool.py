"""Reading within limits: a page or a text comes in, a process of its own reads it, an article, an
extraction or stems go out.

A sandbox process has a time limit for each request, an address-space limit for all of them, and one
thread for arithmetic. One that outruns a limit is killed and replaced, and the page it was reading
is answered with `SandboxLimitExceeded`. Processes are started anew, not forked, so that none
inherits a lock that another thread holds; one whose parent was killed ends by itself.

>>> with SandboxPool(settings) as readers:
...     article = readers.read("clean", page, outlet)
"""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from datetime import timedelta
from multiprocessing import Pipe
from types import TracebackType
from typing import Any, Self

from baqylau.errors import ConfigurationError, SandboxLimitExceeded
from baqylau.sandbox.process_main import OUT_OF_MEMORY
from baqylau.sandbox.signals import ignore_sigint
from baqylau.settings import Settings
from baqylau.stages import STAGES

# then it is replaced, whatever a parser leaks; at 500 starting anew cost as much CPU as reading
_REQUESTS_A_PROCESS = 20_000
NOT_ON_WINDOWS = (
    "pages are read by processes with limits of memory and time that Windows does not have; run"
    " Baqylau in WSL 2 or in its image (docs/install.md)"
)
_STARTS_WITHIN = 60.0  # seconds; importing the readers takes one, on a busy machine ten


class ProcessPool:
    """Sandbox processes, one for each thread that asks; used as a context. A process has `memory`
    bytes of address space and imports `modules` before its first request; `cpu` limits the CPU
    time of each request, which a busy machine does not make longer. A request waits `patience` for
    a process that another thread uses before it starts one more.
    """

    def __init__(
        self,
        memory: int,
        modules: Iterable[str],
        cpu: timedelta = timedelta(),
        patience: timedelta = timedelta(),
    ) -> None:
        self.memory = memory
        self.cpu = cpu.total_seconds()
        self.patience = patience.total_seconds()
        self._modules = sorted(modules)
        self._lock = threading.Lock()
        self._released = threading.Condition(self._lock)
        self._starting = threading.Lock()
        self._idle: list[SandboxProcess] = []
        self._living: set[SandboxProcess] = set()

    def request(self, name: str, reader: str, given: tuple[Any, ...], limit: timedelta) -> Any:
        """What `reader` ("module:function") answers to `given`. What it raises is raised here;
        where it outran a limit, `SandboxLimitExceeded`, which calls the work by `name`.
        """
        process = self._acquire()
        try:
            done, answer = process.request(reader, given, limit)
        # the process may still be reading, or half an answer stands in its pipe
        except BaseException as wrong:
            status = self._end(process)
            reason = self._limit_exceeded(name, limit, wrong, status)
            if reason is None:
                raise
            raise SandboxLimitExceeded(reason) from wrong
        self._release(process)
        if done:
            return answer
        raise answer

    @property
    def size(self) -> int:
        """How many processes live."""
        return len(self._living)

    def close(self) -> None:
        """Ends the processes; requests under way are lost, their jobs become pending again."""
        with self._lock:
            for process in self._living:
                process.end()
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

    def _limit_exceeded(
        self, name: str, limit: timedelta, wrong: BaseException, status: int
    ) -> str | None:
        """Which limit was exceeded; None where the fault is another."""
        if isinstance(wrong, TimeoutError):
            return f"{name} took longer than {limit.total_seconds():g} s and was stopped"
        if not isinstance(wrong, EOFError | OSError):
            return None
        if status == -signal.SIGPROF:
            return f"{name} took longer than {self.cpu:g} s of CPU and was stopped"
        if status == OUT_OF_MEMORY:
            memory = self.memory // 2**20
            return f"{name} needed more than {memory} MiB and was stopped"
        return f"{name} killed its process (exit status {status})"

    def _acquire(self) -> "SandboxProcess":
        """An idle process, the one that was used last, whose memory is warm; else a new one."""
        while True:
            process = self._take_idle() or self._grow()
            if process.is_alive():
                return process
            self._end(process)

    def _grow(self) -> "SandboxProcess":
        """One more process. With patience they start one at a time: the first may soon be free for
        all who wait.
        """
        if not self.patience:
            return self._start()
        with self._starting:
            return self._take_idle() or self._start()

    def _take_idle(self) -> "SandboxProcess | None":
        with self._released:
            if self._living and self.patience:
                self._released.wait_for(lambda: self._idle, self.patience)
            return self._idle.pop() if self._idle else None

    def _start(self) -> "SandboxProcess":
        process = SandboxProcess(self.memory, self._modules, self.cpu)
        with self._lock:
            self._living.add(process)
        try:
            process.wait_until_ready()
        except (TimeoutError, EOFError, OSError) as wrong:
            status = self._end(process)
            remedy = "the machine may be too busy, or BAQYLAU_SANDBOX_MEMORY too small"
            raise SandboxLimitExceeded(
                f"a reader did not start within {_STARTS_WITHIN:g} s (exit status {status});"
                f" {remedy}"
            ) from wrong
        return process

    def _release(self, process: "SandboxProcess") -> None:
        if process.requests >= _REQUESTS_A_PROCESS:
            self._end(process)
        else:
            with self._released:
                self._idle.append(process)
                self._released.notify()

    def _end(self, process: "SandboxProcess") -> int:
        with self._lock:
            self._living.discard(process)
        return process.end()


class SandboxPool(ProcessPool):
    """The readers of the stages behind sandbox processes.

    `readers` replace those of `baqylau.stages` by the name of their stage. A reader is named
    "module:function", since the process has to import it. What is sent to it and what it answers
    has to be picklable.
    """

    def __init__(self, settings: Settings, **readers: str) -> None:
        if sys.platform == "win32":
            raise ConfigurationError(NOT_ON_WINDOWS)
        self.settings = settings
        self._readers = {x.name: x.reader for x in STAGES.values() if x.reader} | readers
        super().__init__(
            settings.sandbox_memory, {x.partition(":")[0] for x in self._readers.values()}
        )

    def read(self, stage: str, *given: Any) -> Any:
        """What the stage's reader answers. What it raises is raised here; where it outran a limit,
        `SandboxLimitExceeded`.
        """
        limit: timedelta = getattr(self.settings, STAGES[stage].timeout)
        return self.request(stage, self._readers[stage], given, limit)


class SandboxProcess:
    """A process that answers one request at a time (`baqylau.sandbox.process_main`)."""

    def __init__(self, memory: int, modules: Sequence[str], cpu: float = 0) -> None:
        self.requests = 0
        self._pipe, theirs = Pipe()
        with theirs:
            given = (theirs.fileno(), memory, cpu, os.getpid(), *modules)
            program = (
                f"import sys; sys.path = {sys.path!r}; from baqylau.sandbox.process_main import"
                f" serve; serve(*{given!r})"
            )
            with ignore_sigint():  # the mask is inherited
                self._process = subprocess.Popen(  # noqa: S603  (our own words)
                    [sys.executable, "-c", program], pass_fds=[theirs.fileno()]
                )
        self._answered = select.poll()  # kept: the pipe's own would make one for every request
        self._answered.register(self._pipe, select.POLLIN)

    def wait_until_ready(self) -> None:
        """Waits until it has imported its readers. Raises as `request`."""
        self._receive(_STARTS_WITHIN)

    def request(self, reader: str, given: tuple[Any, ...], limit: timedelta) -> tuple[bool, Any]:
        """(True, the reader's answer) or (False, what it raised). Raises `TimeoutError`, and
        `EOFError` or `OSError` where the process died.
        """
        self.requests += 1
        self._pipe.send((reader, given))
        response: tuple[bool, Any] = self._receive(limit.total_seconds())
        return response

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> int:
        """Its exit status."""
        self._process.kill()
        self._pipe.close()
        return self._process.wait()

    def _receive(self, seconds: float) -> Any:
        if not self._answered.poll(seconds * 1000):
            raise TimeoutError
        return self._pipe.recv()
