"""A backup killed with -9 costs nothing: the earlier one in its folder is restored whole, or the
new one is, and the next run removes what was left.
"""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from baqylau.app import open_app
from baqylau.backup import backup, restore
from baqylau.errors import InputError
from baqylau.manifest import Manifest
from baqylau.settings import Settings, load
from tests.integration.keeping import fill_at_once, rows, settings_of
from tests.integration.test_backup import as_first_release

OLD, NEW = 3, 2
STEPS = ("fsync", "replace", "rename", "unlink", "rmdir", "mkdir")
"""Calls between which the folder is another one: a process may die before each of them."""


def dying(do: Callable[[], object], after: int) -> bool:
    """Whether `do` was killed before its step of that number, in a process of its own."""
    child = os.fork()
    if child == 0:
        left = after

        def counted(real: Any) -> Any:
            def call(*given: Any, **more: Any) -> Any:
                nonlocal left
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
                return real(*given, **more)

            return call

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        try:
            do()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def saved(settings: Settings, folder: Path) -> None:
    with open_app(settings) as app:
        backup(app, folder)


class Ground:
    """A database with an earlier backup, and its rows then and now."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings, self.folder, self.copy = settings, folder, folder / "copy"
        self.empty = settings_of(folder / "empty", f"sqlite:///{folder}/empty/empty.db")
        with open_app(settings) as app:
            fill_at_once(app, range(OLD))
            self.before = rows(app)
            backup(app, self.copy)
            fill_at_once(app, range(OLD, OLD + NEW))
            self.after = rows(app)

    def restored(self, copy: Path) -> dict[str, list[Any]]:
        """The rows that a restore of the folder writes into an empty database."""
        place = self.folder / "restored"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.empty.data, place)
        with open_app(
            load(data=place, database=f"sqlite:///{place}/empty.db", outlets=place / "none")
        ) as app:
            restore(app, copy)
            return rows(app)


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(settings_of(tmp_path / "first", f"sqlite:///{tmp_path}/first.db"), tmp_path)


def leftovers(folder: Path) -> set[str]:
    kept = {"manifest.json", Manifest.of(folder).tables, "archive", ".lock"}
    return {x.name for x in folder.iterdir()} - kept | {
        x.name for x in folder.glob("archive/??/.part-*")
    }


def copies(ground: Ground, stride: int) -> Iterator[Path]:
    """Copies of the folder, each after a backup was killed so many steps later than the one
    before.
    """
    for after in range(0, 1000, stride):
        copy = ground.folder / f"copy{after}"
        shutil.copytree(ground.copy, copy)
        killed = dying(lambda copy=copy: saved(ground.settings, copy), after)  # type: ignore[misc]
        yield copy
        shutil.rmtree(copy)
        if not killed:
            return
    raise AssertionError("the backup takes more steps than this test knows of")


def prove(ground: Ground, stride: int = 1) -> None:
    seen: list[str] = []
    left = 0
    for number, copy in enumerate(copies(ground, stride)):
        found = ground.restored(copy)
        assert found in (ground.before, ground.after)
        seen.append("before" if found == ground.before else "after")
        left += bool(leftovers(copy))
        if number % 5 == 0:
            saved(ground.settings, copy)
            assert leftovers(copy) == set()
    assert seen == sorted(seen, reverse=True), "the new backup stood, and then did not any more"
    assert {"before", "after"} == set(seen)
    assert left, "no kill left anything: the steps were not counted"


def test_a_backup_killed_before_each_of_its_steps_leaves_one_that_is_whole(ground: Ground) -> None:
    prove(ground)


def test_the_same_over_a_backup_of_the_first_releases_form(ground: Ground) -> None:
    as_first_release(ground.copy)
    prove(ground, stride=3)


def test_a_first_backup_that_was_killed_says_that_there_is_none(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "first", f"sqlite:///{tmp_path}/first.db")
    with open_app(settings) as app:
        fill_at_once(app, range(2))
    assert dying(lambda: saved(settings, tmp_path / "copy"), 12)
    with (
        open_app(settings_of(tmp_path / "second", f"sqlite:///{tmp_path}/second.db")) as app,
        pytest.raises(InputError, match="first backup was killed"),
    ):
        restore(app, tmp_path / "copy")


def test_a_backup_killed_at_random_moments_leaves_one_that_is_whole(
    database: str, archive_form: dict[str, str], tmp_path: Path
) -> None:
    ground = Ground(settings_of(tmp_path / "first", database, **archive_form), tmp_path)
    chance = random.Random(7)
    for _ in range(5):
        child = os.fork()
        if child == 0:
            try:
                saved(ground.settings, ground.copy)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, 0.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert ground.restored(ground.copy) in (ground.before, ground.after)
    saved(ground.settings, ground.copy)
    assert leftovers(ground.copy) == set()
    assert ground.restored(ground.copy) == ground.after
