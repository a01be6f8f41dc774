"""What every test may ask for: the corpora folder, and a network that ends at loopback."""

import ipaddress
import socket
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["tests.services"]


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
