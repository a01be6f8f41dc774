"""The first steps of a new user, in processes of their own: the demo once, `baqylau run` over the
sample press, Ctrl-C, and a second start.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import func, select

from baqylau import atomic
from baqylau.app import open_app
from baqylau.settings import load
from baqylau.store import jobs, pages
from baqylau.store.connect import connect, reading
from baqylau.store.tables import reprints, story_articles
from baqylau.stories.kinds import Kind
from dashboard import i18n
from press.server import Sample
from tests.services import ROOT, free_port
from tests.site import Answer, Read, Site, in_process
from tests.walk import Walk

WITHIN = 600  # seconds; the demo takes 25 on two idle cores, 130 were seen on busy ones


def baqylau(folder: Path, *words: str, **settings: str) -> subprocess.Popen[str]:
    """The command as from a terminal of its own: Ctrl-C there reaches the whole group."""
    # the child's whole environment, less what a developer may have set
    here = os.environ  # noqa: TID251
    given = {x: y for x, y in here.items() if not x.startswith("BAQYLAU_")} | {
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
    }
    given |= {f"BAQYLAU_{x.upper()}": y for x, y in settings.items()}
    command = [sys.executable, "-m", "console.main", *words]
    files = {x: (folder / f"{x}.txt").open("a", encoding="utf-8") for x in ("stdout", "stderr")}
    with files["stdout"], files["stderr"]:
        return subprocess.Popen(
            command, cwd=folder, env=given, text=True, start_new_session=True, **files
        )


def said(folder: Path, name: str = "stdout") -> str:
    return (folder / f"{name}.txt").read_text(encoding="utf-8")


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """Kills the process group at the end of the block if it still runs."""
    try:
        yield
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(what: str, seen: Any, process: subprocess.Popen[str], folder: Path) -> Any:
    """What `seen` answers once it is true. Fails with what was said so far where the process ends
    or time is up.
    """
    until = time.monotonic() + WITHIN
    while time.monotonic() < until and process.poll() is None:
        if found := seen():
            return found
        time.sleep(0.2)
    pytest.fail(
        f"no {what} within {WITHIN} s (status"
        f" {process.poll()}):\n{said(folder)}\n{said(folder, 'stderr')[-3000:]}"
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the demo ran once, beside settings of a real installation."""
    folder = tmp_path_factory.mktemp("demo")
    elsewhere = {
        "database": "postgresql://nobody@127.0.0.1:1/none",
        "queue": "redis://127.0.0.1:1/0",
        "data": str(folder / "real"),
    }
    process = baqylau(folder, "demo", "--once", **elsewhere)
    with ended(process):
        assert process.wait(WITHIN) == 0, said(folder) + said(folder, "stderr")
    return folder


def test_the_demo_once(demo: Path) -> None:
    """It ends by itself, uses none of the settings of a real installation, and its summary agrees
    with what it stored. Its last words say how to ask its data.
    """
    summary = said(demo)
    for outlet in (
        "Боздала",
        "Тұмар ақпарат",
        "Steppe",
        "Меридиан 71",
        "Дарын сөзі",
        "Заречье",
        "Қос тіл",
        "Акимат города",
    ):
        assert outlet in summary
    for title in ("Who said what", "Amounts", "Who is who"):
        part = summary.partition(f"{title}\n")[2]
        assert re.match(r"  (ru|kk|en|\?)  \S", part), f"nothing under {title}:\n{summary}"
    assert re.search(
        r"^  (ru|\?)  [А-ЯӘ]\w+ [А-ЯӘ][^:]+: .{20}", summary, re.M
    )  # a speaker and words
    assert re.search(r"→ [\d,.]+ (KZT|USD|%)", summary)
    assert not (demo / "real").exists()
    _sums_agree(summary, demo / "demo-data")
    last = summary.splitlines()[-1].split()
    assert last[-2:] == ["baqylau", "status"]
    named = (x.removeprefix("BAQYLAU_").partition("=") for x in last[:-2])
    given = {name.lower(): value for name, _, value in named}
    status = baqylau(demo, "status", **given)
    with ended(status):
        assert status.wait(WITHIN) == 0
    assert f"Data: {demo / 'demo-data'} (from BAQYLAU_DATA)" in said(demo, "stderr")


def test_the_demo_has_every_way_to_repeat_an_article(demo: Path) -> None:
    engine = connect(f"sqlite:///{demo}/demo-data/baqylau.db")
    with reading(engine) as connection:
        kinds = set(connection.execute(select(reprints.c.kind)).scalars())
        grouped = select(story_articles.c.story).group_by(story_articles.c.story)
        told = connection.execute(grouped.having(func.count() > 1)).scalars().all()
    engine.dispose()
    assert kinds == set(get_args(Kind)) - {"own"}
    assert len(told) >= 8


@pytest.fixture(scope="module")
def ask(demo: Path) -> Iterator[Callable[..., Answer]]:
    """The dashboard over the demo's data."""
    folder = demo / "demo-data"
    given = load(data=folder, database="", archive="", outlets=folder / "outlets")
    with open_app(given) as app, in_process(app) as ask:
        yield ask


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_link_of_the_dashboard_leads_somewhere(
    ask: Callable[..., Answer], language: str
) -> None:
    """The walk is long in Russian; in the other languages a few pages and one list of each kind are
    visited.
    """

    def page(address: str) -> tuple[int, str, str]:
        answer = ask("GET", address, {"Cookie": f"baqylau_ui={language}"})
        return answer.status, answer.headers["content-type"], answer.text

    walk = Walk(page, short=language != "ru").go()
    assert walk.faults == []
    kinds = {re.sub("[0-9]+", "#", x.partition("?")[0]) for x in walk.visited}
    assert {"/", "/article/#", "/facts", "/outlets", "/pages", "/fetch/#/source"} <= kinds
    visited = "\n".join(walk.visited)
    for condition in ("named=", "tag=", "who=", "kind=appointment", "reprints=true", "after="):
        assert condition in visited


@pytest.mark.parametrize("ui", ["ru", "kk", "en"])
def test_the_demo_shows_how_a_release_was_printed(ask: Callable[..., Answer], ui: str) -> None:
    """The menu leads to the releases of an official outlet; the story of one holds reports in all
    three languages, the Kazakh one dated by its own day.
    """
    word, cookie = i18n.of(ui), {"Cookie": f"baqylau_ui={ui}"}
    assert "/coverage" in Read(ask("GET", "/", cookie).text).links
    releases = ask("GET", "/coverage", cookie).text
    bridge = re.search(r'href="(/coverage/\d+)"[^>]*>О закрытии старого моста', releases)
    assert bridge
    page = ask("GET", bridge[1], cookie).text
    for kind in ("extended", "other_language"):
        assert f">{word(f'print.{kind}')}<" in page
    for language in ("ru", "kk", "en"):
        assert re.search(rf'<td[^>]*><a href="/article/\d+" lang="{language}"', page)


def test_no_article_is_a_page_of_an_error(ask: Callable[..., Answer]) -> None:
    for address in ("/", next(x for x in Read(ask("GET", "/").text).links if "after=" in x)):
        titles = re.findall("<h3>(.*?)</h3>", ask("GET", address).text)
        assert titles
        assert [x for x in titles if re.search("ошибка|қате|error|404", x, re.IGNORECASE)] == []


def test_facts_of_english_articles_are_shown(ask: Callable[..., Answer]) -> None:
    first = next(
        x for x in Read(ask("GET", "/?language=en").text).links if x.startswith("/article/")
    )
    assert "No facts were found" not in Read(ask("GET", f"{first}?ui=en").text).text


def test_a_demo_is_refused_where_another_one_runs(tmp_path: Path) -> None:
    """By the same folder while it is in use, and by its port from another folder; what the earlier
    demo stored stays in both cases.
    """
    with ExitStack() as things:
        taken, other = tmp_path / "taken", tmp_path / "other"
        for folder in (taken, other):
            (folder / "demo-data").mkdir(parents=True)
            (folder / "demo-data" / "baqylau.db").write_text("stored before")
        things.enter_context(atomic.locked(taken / "demo-data" / ".demo.lock", "held"))
        listener = things.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = str(listener.getsockname()[1])
        for folder, words, reason in (
            (taken, "demo --once", "demo-data is in use by a demo that still runs"),
            (other, "demo", f"127.0.0.1:{port} cannot be opened"),
        ):
            process = baqylau(folder, *words.split(), dashboard_port=port)
            with ended(process):
                assert process.wait(WITHIN) == 2
            assert reason in said(folder, "stderr")
            assert (folder / "demo-data" / "baqylau.db").read_text() == "stored before"


def test_ctrl_c_in_the_middle_of_the_demo(tmp_path: Path) -> None:
    process = baqylau(tmp_path, "demo", dashboard_port="0")
    with ended(process):
        address = wait_for(
            "dashboard",
            lambda: re.search(r"Dashboard: (http://\S+)", said(tmp_path)),
            process,
            tmp_path,
        )[1]
        wait_for("first article", lambda: "<h3>" in Site(address).get("/").text, process, tmp_path)
        second = subprocess.run(
            [sys.executable, "-m", "console.main", "demo", "--once"],
            cwd=tmp_path,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (second.returncode, "still runs" in second.stderr) == (2, True)
        assert "<h3>" in Site(address).get("/").text
        _interrupt(process)
    assert "baqylau status" in said(tmp_path)
    assert "Traceback" not in said(tmp_path) + said(tmp_path, "stderr")


def _sums_agree(summary: str, folder: Path) -> None:
    counted = re.search(r"Pages fetched (\d+) = ([^.]+?)\n(?=Done)", summary)
    assert counted
    parts = dict(re.findall(r"([a-z][a-z ]*?) (\d+)", " ".join(counted[2].split())))
    assert sum(map(int, parts.values())) == int(counted[1])
    assert parts["waiting"] == "0"
    engine = connect(f"sqlite:///{folder}/baqylau.db")
    totals = pages.totals(engine)
    engine.dispose()
    assert {x.replace("_", " "): str(y) for x, y in totals.items()} == parts
    assert totals["article"] >= 60
    row = next(x for x in summary.splitlines() if x.strip().startswith("all "))
    assert [int(x) for x in row.split()[-6:]] == [*totals.values(), sum(totals.values())]
    assert sum(int(x) for x in row.split()[1:-6]) == totals["article"]  # by language


def test_run_asks_for_a_contact_first(tmp_path: Path) -> None:
    process = baqylau(tmp_path, "run", outlets=str(ROOT / "outlets"), dashboard_port="0")
    with ended(process):
        assert process.wait(WITHIN) == 2
    assert re.search(
        r"baqylau run: setting contact is empty: \d+ public outlets are not"
        r" visited.*BAQYLAU_CONTACT",
        said(tmp_path, "stderr"),
    )
    assert said(tmp_path) == ""
    assert not (tmp_path / "data").exists()


def test_run_over_the_sample_press_ends_cleanly_and_can_be_started_again(
    tmp_path: Path, sample: Sample
) -> None:
    """Three of the sample outlets; the demo reads all."""
    sample.write_outlets(tmp_path / "outlets")
    for other in {*sample.origins} - {"bozdala", "tumar", "meridian71"}:
        (tmp_path / "outlets" / f"{other}.toml").unlink()
    nobody = f"127.0.0.1:{free_port()}"
    (tmp_path / "outlets" / "nobody.toml").write_text(
        f'name = "Молчун"\nhome = "http://{nobody}/"\ncountry = "sample"\nlanguages ='
        ' ["ru"]\ntimezone = "Asia/Almaty"\n[[discover]]\nkind = "feed"\nurl ='
        f' "http://{nobody}/rss.xml"\n',
        encoding="utf-8",
    )
    settings = {
        "outlets": "outlets",
        "allow_hosts": json.dumps([*sample.hosts, nobody]),
        "dashboard_port": "0",
    }

    first = baqylau(tmp_path, "run", **settings)
    with ended(first):
        address = wait_for(
            "dashboard",
            lambda: re.search(r"Dashboard: (http://\S+)", said(tmp_path)),
            first,
            tmp_path,
        )[1]
        wait_for(
            "silent outlet", lambda: "Cannot be read now: Молчун" in said(tmp_path), first, tmp_path
        )
        wait_for("first articles", lambda: _count(tmp_path)["article"] >= 10, first, tmp_path)
        assert len(Read(Site(address).get("/").text).all("h3")) >= 10
        _interrupt(first)
    begun = _count(tmp_path)
    assert said(tmp_path).endswith("Ended; `baqylau run` goes on from here.\n")
    assert "Traceback" not in said(tmp_path, "stderr")

    second = baqylau(tmp_path, "run", **settings)
    with ended(second):
        wait_for(
            "dashboard again", lambda: said(tmp_path).count("Dashboard: ") == 2, second, tmp_path
        )  # it listens to Ctrl-C from here on
        wait_for(
            "the rest",
            lambda: _count(tmp_path)["article"] >= 25 and not _unfinished(tmp_path),
            second,
            tmp_path,
        )
        _interrupt(second)
    totals = _count(tmp_path)
    assert totals["set_aside"] == 0
    assert totals["waiting"] == _to_clean(
        tmp_path
    )  # what came in between the last look and Ctrl-C waits for the next start
    assert totals["article"] > begun["article"] or not begun["waiting"]
    assert "Traceback" not in said(tmp_path, "stderr")


def _interrupt(process: subprocess.Popen[str]) -> None:
    """Ctrl-C: the terminal signals every process of the group."""
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(WITHIN) == 0


def _count(folder: Path) -> dict[str, int]:
    engine = connect(f"sqlite:///{folder}/data/baqylau.db")
    try:
        return pages.totals(engine)
    finally:
        engine.dispose()


def _unfinished(folder: Path) -> bool:
    engine = connect(f"sqlite:///{folder}/data/baqylau.db")
    try:
        return bool(jobs.unfinished(engine))
    finally:
        engine.dispose()


def _to_clean(folder: Path) -> int:
    engine = connect(f"sqlite:///{folder}/data/baqylau.db")
    try:
        states = jobs.counts(engine)["clean"]
    finally:
        engine.dispose()
    return states[jobs.PENDING] + states[jobs.LEASED]
