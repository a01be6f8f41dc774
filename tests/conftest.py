"""Fixtures for all tests: the folder of corpora, and a network that is limited to loopback."""

import ipaddress
import os
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["tests.services"]

# Tests start hundreds of processes. Where the environment forbids writing compiled modules, as
# images of containers do, each of them would compile all that it imports: a second of CPU each.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # noqa: TID251


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--corpora",
        type=Path,
        default=None,
        help="folder of measuring corpora; tests that need it skip without it",
    )
    parser.addoption(
        "--lower-floors",
        action="store_true",
        help="write today's figures into the quality floors, also where they fall",
    )


# The files that take longest, the longest first; half of them mostly wait, for outages, crawls and
# limits, and half of them calculate
_LONG = (
    "faults/test_faults.py",
    "faults/test_kill.py",
    "browser/test_reading.py",
    "integration/test_crawl_deadly_lists.py",
    "integration/test_crawl_press_faults.py",
    "integration/test_dashboard_questions.py",
    "browser/test_watches.py",
    "property/test_facts.py",
    "integration/test_demo.py",
    "integration/test_filter.py",
    "integration/test_backup_kill.py",
    "integration/test_import_hostile.py",
    "browser/test_accounts.py",
    "integration/test_gate.py",
    "acceptance/test_probes.py",
    "integration/test_crawl_outlets_command.py",
    "integration/test_crawl.py",
    "integration/test_loops.py",
    "corpora/test_clean.py",
    "integration/test_crawl_hostile.py",
    "integration/test_verify.py",
    "integration/test_commands_at_scale.py",
    "integration/test_backup.py",
    "integration/test_upgrade.py",
    "integration/test_reprocess.py",
    "property/test_clean_hostile.py",
    "integration/test_pipeline.py",
    "integration/test_startup.py",
    "integration/test_stage_table.py",
    "integration/test_exchange.py",
    "integration/test_maintenance.py",
    "corpora/test_facts.py",
    "property/test_clean.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shared among processes (`-n 2 --dist loadfile`), a file belongs to one of them; the longest
    go first, so that no process waits for another at the end.
    """
    if not hasattr(config, "workerinput"):
        return
    rank = {Path(__file__).parent / name: place for place, name in enumerate(_LONG)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


@pytest.fixture(scope="session")
def corpora(request: pytest.FixtureRequest) -> Path:
    folder: Path | None = request.config.getoption("--corpora")
    if folder is None or not folder.is_dir():
        pytest.skip(f"the corpora folder is not here (--corpora {folder})")
    return folder.resolve()


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Any:
    """Connecting anywhere but to this machine fails the test that tried."""
    real = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            self.close()  # libraries close a socket after an `OSError` only
            raise AssertionError(
                f"a test tried to reach {address[0]}; tests use no network beyond loopback"
            )
        real(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
