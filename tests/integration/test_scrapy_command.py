"""Scrapy's own command works from the outlets' folder alone: it lists them, and visits one."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from press.server import Sample, running
from tests.integration.crawling import ROOT


class Scrapy:
    """`scrapy …` in a process of its own, over the sample press."""

    def __init__(self, folder: Path, sample: Sample) -> None:
        self.database = folder / "data" / "baqylau.db"
        sample.write_outlets(folder / "outlets")
        self.environment = {
            "PATH": os.defpath,
            "BAQYLAU_DATA": str(folder / "data"),
            "BAQYLAU_OUTLETS": str(folder / "outlets"),
            "BAQYLAU_ALLOW_HOSTS": json.dumps(list(sample.hosts)),
        }

    def __call__(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def kept(self) -> dict[str, int]:
        with sqlite3.connect(self.database) as rows:
            return dict(rows.execute("SELECT outlet, count(*) FROM pages GROUP BY outlet"))


@pytest.fixture(scope="module")
def sample() -> Iterator[Sample]:
    with running() as press:
        yield press


@pytest.fixture
def scrapy(tmp_path: Path, sample: Sample) -> Scrapy:
    return Scrapy(tmp_path, sample)


def test_every_enabled_outlet_is_a_spider(scrapy: Scrapy, sample: Sample) -> None:
    assert set(scrapy("list").split()) == set(sample.origins)


def test_one_outlet_is_visited_by_its_name(scrapy: Scrapy) -> None:
    assert "pages stored" in scrapy("crawl", "bozdala")
    kept = scrapy.kept()
    assert set(kept) == {"bozdala"}
    assert kept["bozdala"] > 3
