"""Crawls for tests: folders and settings come in, a crawl runs in a process of its own (a reactor
starts only once in a process), and its database can be queried.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from baqylau import settings
from baqylau.app import open_app
from baqylau.model.issue import Issue
from baqylau.settings import Settings
from baqylau.store import issues
from press.server import Request
from tests.integration import paper
from workers.run import work_off

ROOT = Path(__file__).parents[2]
_CRAWL = """
import re, sys
from baqylau import settings
from crawler.run import crawl
crawl(settings.load(), once="--once" in sys.argv)
print("peak", re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""
"""The peak memory in kilobytes is the kernel's count for this program: that of getrusage begins
with the peak of the parent, pytest.
"""


@dataclass(frozen=True)
class CrawlSetup:
    """Data folder, outlets folder and settings of a crawl for one test."""

    folder: Path
    hosts: Sequence[str] = ()
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def outlets(self) -> Path:
        path = self.folder / "outlets"
        path.mkdir(parents=True, exist_ok=True)
        return path

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        known = {
            "BAQYLAU_DATA": str(self.folder / "data"),
            "BAQYLAU_OUTLETS": str(self.outlets),
            "BAQYLAU_ALLOW_HOSTS": json.dumps(list(self.hosts)),
        }
        path = {"PATH": os.defpath, "OMP_NUM_THREADS": "1"}
        given = path | known | dict(self.settings)
        return subprocess.Popen(
            [sys.executable, "-c", _CRAWL, *arguments],
            cwd=ROOT,
            env=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def crawl(self, timeout: float = 120) -> str:
        """Crawls until no outlet is due, and returns what the process printed."""
        process = self.start("--once")
        try:
            output, _ = process.communicate(timeout=timeout)
        finally:
            process.kill()
        assert process.returncode == 0, output
        return output

    @property
    def app_settings(self) -> Settings:
        known = {
            "data": self.folder / "data",
            "outlets": self.outlets,
            "allow_hosts": tuple(self.hosts),
            "relay_every": timedelta(seconds=0.1),
        }
        return settings.load(**known)

    def run_workers(self) -> None:
        """Runs the workers: pages are really cleaned, facts are those of `tests.integration.paper`,
        and monitoring looks for issues of the outlets.
        """
        work_off(self.app_settings, paper.CleaningReaders())  # type: ignore[arg-type]

    def issues(self) -> list[Issue]:
        with open_app(self.app_settings) as app:
            return issues.open_issues(app.engine)

    def rows(self, query: str, *values: Any) -> list[Any]:
        with sqlite3.connect(self.folder / "data" / "baqylau.db") as connection:
            return connection.execute(query, values).fetchall()

    def make_everything_due(self) -> None:
        """Makes every outlet and every article due now, whatever day the test runs."""
        past = "2020-01-01 00:00:00.000000"
        with sqlite3.connect(self.folder / "data" / "baqylau.db") as connection:
            connection.execute(
                "UPDATE outlets SET next_visit = ?, not_before = NULL WHERE next_visit IS NOT NULL",
                (past,),
            )
            connection.execute(
                "UPDATE addresses SET next_fetch = ? WHERE next_fetch IS NOT NULL OR kind ="
                " 'article'",
                (past,),
            )


@dataclass(frozen=True)
class Crawled:
    """The whole sample press crawled once: the folder, to be copied, and the requests."""

    folder: Path
    hosts: tuple[str, ...]
    requests: tuple[Request, ...]
    output: str

    def copied(self, folder: Path, *settings: tuple[str, str]) -> CrawlSetup:
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return CrawlSetup(folder, self.hosts, settings)
