"""What integration tests share: the settings of an application over a migrated database of both
kinds, the application opened, and the sample press crawled once.
"""

import gc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from baqylau.app import App, open_app
from baqylau.settings import Settings, load
from baqylau.store import outlets
from baqylau.store.connect import connect, writing
from press.server import Sample, running
from tests.integration import paper
from tests.integration.crawling import Crawled, CrawlSetup
from workers import run

# What a file leaves behind
# --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def collected() -> Iterator[None]:
    """What a file leaves open is found at its end, and not in the middle of another file."""
    yield
    gc.collect()


@pytest.fixture(scope="session", autouse=True)
def ends_soon() -> Iterator[None]:
    """Workers in this process see within a few hundredths of a second that they are to end, and not
    after half a second: hundreds of tests start and end them.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(run, "_LISTEN", 20)
    patch.setattr(run, "_CHECK_IDLE", 0.05)
    yield
    patch.undo()


# An application over an empty database
# --------------------------------------------------------------------------------------------------


@pytest.fixture
def backends(migrated_form: dict[str, str]) -> dict[str, str]:
    """Where database and queue are, as settings; a file that needs other places overrides it."""
    return migrated_form


@pytest.fixture
def more_settings() -> dict[str, Any]:
    """Settings of a file's own; overridden there."""
    return {}


@pytest.fixture
def settings(backends: dict[str, str], more_settings: dict[str, Any], tmp_path: Path) -> Settings:
    """The outlet of `paper` is known, nothing is kept yet."""
    engine = connect(backends["database"])
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
    engine.dispose()
    # a port of its own, since several files serve a dashboard at once
    given = {"relay_every": timedelta(seconds=0.1), "dashboard_port": 0} | backends | more_settings
    return load(data=tmp_path, outlets=tmp_path / "none", **given)


@pytest.fixture
def app(settings: Settings) -> Iterator[App]:
    with open_app(settings) as app:
        yield app


# The sample press
# --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def press() -> Iterator[Sample]:
    """One sample press for all tests, since a crawled folder names its ports."""
    with running() as sample:
        yield sample


@pytest.fixture(scope="session")
def crawled(press: Sample, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """The press crawled once; nobody changes this folder."""
    _calm(press)
    setup = CrawlSetup(tmp_path_factory.mktemp("crawled"), press.hosts)
    press.write_outlets(setup.outlets)
    output = setup.crawl()
    return Crawled(setup.folder, press.hosts, tuple(press.requests), output)


@pytest.fixture
def sample(press: Sample) -> Iterator[Sample]:
    """The press as at its first visit, whatever the last test did to it, with an empty log."""
    _calm(press)
    yield press
    _calm(press)


def _calm(press: Sample) -> None:
    press.second = False
    press.misbehave({})
    press.requests.clear()
