"""The commands about outlets, over the sample press: draft, try, probe, list, OPML, backfill."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from baqylau import registry
from console.main import cli
from press.server import Sample
from tests.integration.crawling import ROOT


class Console:
    """The `baqylau` command in a folder of its own."""

    def __init__(self, folder: Path, sample: Sample) -> None:
        self.folder = folder
        self.outlets = folder / "outlets"
        sample.write_outlets(self.outlets)
        known = {
            "BAQYLAU_DATA": str(folder / "data"),
            "BAQYLAU_OUTLETS": str(self.outlets),
            "BAQYLAU_ALLOW_HOSTS": json.dumps(list(sample.hosts)),
        }
        self.environment = {"PATH": os.defpath, "OMP_NUM_THREADS": "1"} | known

    def __call__(self, *words: str, expect: int = 0) -> str:
        command = [sys.executable, "-m", "console.main", *words]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    def here(self, *words: str, expect: int = 0) -> str:
        """Runs in this process: for commands without requests, since a reactor starts only once."""
        done = CliRunner().invoke(cli, words, env=self.environment)
        assert done.exit_code == expect, done.output
        return done.output


def pages_kept(output: str) -> int:
    """The number in the last progress line of a backfill; lines on stderr may follow it."""
    return int(re.findall(r"\b(\d+) pages kept", output)[-1])


@pytest.fixture
def baqylau(tmp_path: Path, sample: Sample) -> Console:
    return Console(tmp_path, sample)


@pytest.mark.parametrize("outlet", ["bozdala", "tumar", "steppecourier", "qostil", "zarechye"])
def test_a_draft_finds_the_discovery_sources_and_the_pattern_of_articles(
    baqylau: Console, sample: Sample, outlet: str
) -> None:
    known = registry.read(baqylau.outlets / f"{outlet}.toml")
    new = baqylau.folder / "new"
    new.mkdir()
    baqylau("outlets", "draft", sample.origins[outlet], "--into", str(new))
    (path,) = new.glob("*.toml")
    drafted = registry.read(path)
    assert drafted.enabled, "no discovery source was found"
    assert drafted.languages[0] in known.languages
    assert drafted.articles is not None
    assert known.articles is not None
    assert all(re.search(known.articles, x) for x in drafted.examples)


def test_an_outlet_is_tried_and_three_articles_are_shown(baqylau: Console) -> None:
    shown = baqylau("outlets", "try", "bozdala")
    assert len(re.findall(r"(?m)^  kind: article", shown)) == 3
    assert "rss.xml: read" in shown


def test_a_probe_shows_what_each_discovery_source_answered(baqylau: Console) -> None:
    baqylau("outlets", "probe", "tumar", "--write", str(baqylau.folder / "status.md"))
    table = (baqylau.folder / "status.md").read_text(encoding="utf-8")
    assert len(re.findall(r"(?m)^\| `tumar` \| \w+[^|]* \| \S+ \| read\b", table)) == 3
    assert len(re.findall(r"(?m)^\| `tumar` \| http\S+ \| article \| [^|]+ \| 20\d\d-", table)) == 3


def test_a_probe_proposes_another_pattern_and_source_and_fails(baqylau: Console) -> None:
    path = baqylau.outlets / "tumar.toml"
    text = path.read_text(encoding="utf-8")
    wrong = re.sub(r"(?m)^articles = .*$", "articles = '/nowhere/'", text)
    wrong = re.sub(r"(?m)^examples = .*$", "", wrong)
    feed = re.search(r'kind = "feed"\nurl = "([^"]+)"', wrong)
    assert feed is not None
    path.write_text(wrong.replace(feed[1], feed[1] + "-old"), encoding="utf-8")
    shown = baqylau("outlets", "probe", "tumar", expect=1)
    assert "-articles = '/nowhere/'" in shown
    assert "+articles = '^http" in shown
    assert f'-url = "{feed[1]}-old"' in shown
    assert f'+url = "{feed[1]}"' in shown
    assert "no article could be read: tumar" in shown


def test_the_list_is_a_table_of_the_registry(baqylau: Console, sample: Sample) -> None:
    assert all(f"`{x}`" in baqylau.here("outlets", "list") for x in list(sample.origins)[:1])


def test_feeds_are_exported_and_imported_as_opml(baqylau: Console) -> None:
    path = baqylau.folder / "feeds.opml"
    assert "feeds" in baqylau.here("opml", "out", str(path))
    assert re.search(
        r"0 files written",
        baqylau.here("opml", "in", str(path), "--into", str(baqylau.folder / "imported")),
    )
    for x in baqylau.outlets.glob("*.toml"):
        x.unlink()
    (baqylau.outlets / "other.toml").write_text(
        (ROOT / "outlets" / "kz" / "orda.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    baqylau.here("opml", "in", str(path), "--into", str(baqylau.folder / "imported"))
    imported = registry.load(baqylau.folder / "imported")
    assert len(imported) >= 4


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("outlets", "try", "nosuch"), "no outlet 'nosuch'"),
        (("outlets", "draft", "https://example.kz/"), "set BAQYLAU_CONTACT"),
        (("outlets", "draft", "not an address"), "is not an address"),
        (("outlets", "draft", "word"), "is not an address"),
        (("outlets", "draft", "http://127.0.0.1:9/"), """BAQYLAU_ALLOW_HOSTS='["127.0.0.1:9"]'"""),
        (("outlets", "draft", "localhost:8000"), """BAQYLAU_ALLOW_HOSTS='["127.0.0.1:8000"]'"""),
        (("outlets", "draft", "10.0.0.1"), "is not a public address"),
        (("outlets", "draft", "https://example.kz/", "--into", "/dev/null/x"), "cannot be made"),
        (("outlets", "list", "--write", "nosuch/x.md"), "nosuch/x.md cannot be read"),
        (("opml", "out", "nosuch/x.opml"), "nosuch/x.opml cannot be written"),
        (("export", "facts", "--kind", "qoute"), "there are: role, quote"),
        (("export", "mentions", "--kind", "quote"), "there are: person, organization, place"),
        (("backfill", "nosuch", "--from", "2026-11-01"), "no outlet 'nosuch'"),
        (("backfill", "bozdala", "--from", "2026-11-05", "--to", "2026-11-01"), "lies before"),
    ],
)
def test_a_wrong_argument_is_answered_with_a_remedy(
    baqylau: Console, words: tuple[str, ...], says: str
) -> None:
    assert says in baqylau.here(*words, expect=2)


def test_a_backfill_stores_the_articles_of_its_days_and_a_second_one_nothing_new(
    baqylau: Console,
) -> None:
    first = baqylau("backfill", "steppecourier", "--from", "2026-11-01", "--to", "2026-11-30")
    assert pages_kept(first) >= 5
    again = baqylau("backfill", "steppecourier", "--from", "2026-11-01", "--to", "2026-11-30")
    assert pages_kept(again) == 0


def test_a_backfill_of_days_without_articles_stores_none(baqylau: Console) -> None:
    shown = baqylau("backfill", "steppecourier", "--from", "2020-01-01", "--to", "2020-01-31")
    assert pages_kept(shown) <= 1  # one listed address has no date and had to be fetched
