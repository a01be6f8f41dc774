"""Redis and PostgreSQL that can be killed and come back at the same address, and a wire to Redis
that can be cut.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests import services


class Server:
    """A program that listens on one port in a folder of its own."""

    def __init__(self) -> None:
        self.port = services.free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="baqylau-faults-"))
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> tuple[list[str], dict[str, Any]]:
        raise NotImplementedError

    def start(self) -> None:
        command, options = self.command()
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
        )
        services._wait_for_port(self.port, self.process, Path(command[0]))

    def stop(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis(Server):
    def __init__(self) -> None:
        super().__init__()
        self.appends = True

    def command(self) -> tuple[list[str], dict[str, Any]]:
        appendonly = "yes" if self.appends else "no"
        options = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.folder),
            "--save",
            "",
            "--maxmemory-policy",
            "noeviction",
        ]
        return [str(services.require("redis-server")), *options, "--appendonly", appendonly], {}

    def lose_everything(self) -> None:
        shutil.rmtree(self.folder)
        self.folder.mkdir()


class Postgres(Server):
    def __init__(self) -> None:
        super().__init__()
        self.program = services.require("postgres")
        user = services._unprivileged()
        self.options: dict[str, Any] = {"cwd": self.folder}
        if user is not None:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        initdb = [
            str(self.program.resolve().with_name("initdb")),
            "-D",
            str(self.folder / "data"),
            "-U",
            "baqylau",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        subprocess.run(
            [*initdb, "--no-locale", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            **self.options,
        )

    @property
    def address(self) -> str:
        return f"postgresql://baqylau@127.0.0.1:{self.port}/postgres"

    def command(self) -> tuple[list[str], dict[str, Any]]:
        calm = [
            "-c",
            "fsync=off",
            "-c",
            "max_connections=200",
            "-c",
            f"unix_socket_directories={self.folder}",
        ]
        return [
            str(self.program),
            "-D",
            str(self.folder / "data"),
            "-p",
            str(self.port),
            "-h",
            "127.0.0.1",
            *calm,
        ], self.options

    def start(self) -> None:
        super().start()
        services._wait_for_database(self.address, self.program)


class Wire:
    """A TCP wire to a port. While it is cut nothing comes through and neither side notices, as
    when a cable is pulled.
    """

    def __init__(self, port: int) -> None:
        self.target = port
        self.whole = threading.Event()
        self.whole.set()
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.whole.clear()

    def mend(self) -> None:
        """What was under way is lost with its connections; new ones come through."""
        ends, self._ends = self._ends, []
        for end in ends:
            _close(end)
        self.whole.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _close(self._door)
        self.mend()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        self._ends.append(near)
        self.whole.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            _close(near)
            return
        far.settimeout(None)
        self._ends.append(far)
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self.whole.wait()
                target.sendall(data)
        _close(source)
        _close(target)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
