"""A newcomer's path in a browser: a watch is made, a new article of the sample press fires it, and
the mail is read in the demo's inbox; in Russian and in Kazakh. And all pages of watches, on a
phone and for a screen reader.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import expect
from rich.console import Console

from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.model.watch import Watch
from baqylau.settings import load
from baqylau.store import deliveries, watches
from console import demo
from press.server import running
from tests.browser.conftest import Watched
from tests.site import served
from workers.delivery import DeliveryWorker

PATHS = ("/watches", "/watches/new", "/watches/1", "/watches/log", "/inbox")
WIDTHS = (390, 1366)
HIDDEN_SIDEWAYS = """[...document.querySelectorAll("main *")].filter((x) =>
  ["auto", "scroll"].includes(getComputedStyle(x).overflowX) && x.scrollWidth > x.clientWidth
).map((x) => x.outerHTML.slice(0, 200))"""
"""What holds more than it shows and gives no sign of it."""
LOOKS = 600  # at a page on which something has to appear; three minutes where nothing else runs


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("watched")
    own = {"database": "", "archive": "", "queue": "memory:", "dashboard_port": 0}
    with open_app(
        load(data=folder, outlets=folder / "none", mail_folder=folder / "inbox", **own)
    ) as app:
        yield app


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """What `make demo` leaves running after its summary: the sample press (two of its outlets), the
    workers, and a crawler that visits again when somebody makes a watch. Gives the dashboard.
    """
    folder = tmp_path_factory.mktemp("demo")
    stop = threading.Event()
    with running() as sample, pytest.MonkeyPatch.context() as changed:
        changed.chdir(folder)
        sample.write_outlets(Path("demo-data/outlets"))
        for path in Path("demo-data/outlets").iterdir():
            if path.stem not in ("zarechye", "tumar"):
                path.unlink()
        given = demo._settings(sample.hosts).model_copy(update={"dashboard_port": 0})
        rest = threading.Thread(
            target=demo._go_on, args=(given, Console(quiet=True), sample, stop), daemon=True
        )
        with open_app(given) as app, served(app) as site:
            rest.start()
            try:
                yield site
            finally:
                stop.set()
                rest.join(60)


@pytest.fixture
def seen(browser: Any, address: str) -> Iterator[Any]:
    """A page of a browser of its own."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="ru-RU")
    context.set_default_timeout(60_000)  # a busy machine stands still for a while
    watched = Watched(context.new_page(), address)
    yield watched
    context.close()
    assert watched.foreign_requests() == []


@pytest.mark.parametrize(
    ("ui", "query", "title"),
    [
        ("ru", "паводок", "Паводок пришёл в Песчаное раньше срока"),
        ("kk", "«су тасқыны»", "Су тасқыны қайтты, автобус ертең жүреді"),
    ],
)
def test_a_newcomer_is_told_of_a_new_article(
    newcomer: Any, browser: Any, ui: str, query: str, title: str
) -> None:
    """Nothing is called here but the browser: the crawler fetches what the press prints."""
    from dashboard import i18n

    t = i18n.of(ui)
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="ru-RU")
    context.set_default_timeout(90_000)
    seen = Watched(context.new_page(), newcomer.address)
    page = seen.open(f"/watches?ui={ui}")
    page.get_by_role("link", name=t("watches.new")).click()
    page.get_by_label(t("watches.query")).fill(query)
    page.get_by_label(t("watches.name")).fill(f"{ui} 1")
    page.get_by_label(f"{t('watches.channel')} 1").select_option("mail")
    page.get_by_label(f"{t('watches.address')} 1").fill(f"{ui}@office.test")
    page.get_by_role("button", name=t("watches.preview")).click()
    expect(page.get_by_role("heading", name=t("watches.would_have"))).to_be_visible()
    page.get_by_role("button", name=t("watches.save")).click()
    expect(page.get_by_role("heading", level=1, name=f"{ui} 1")).to_be_visible()

    shown_at_last(page, page.get_by_role("link", name=title).first)
    seen.open("/inbox")
    shown_at_last(page, page.get_by_role("link", name=title).first)
    page.get_by_role("link", name=title).first.click()
    assert title in page.locator(".mail").inner_text()
    assert f"{ui}@office.test" in page.locator("main").inner_text()
    seen.open("/watches")
    expect(page.get_by_role("heading", name=t("watches.delays"))).to_be_visible()
    assert seen.errors == []
    assert seen.foreign_requests() == []
    context.close()


def shown_at_last(page: Any, link: Any) -> None:
    """The page is loaded again until it has the link."""
    for _ in range(LOOKS):
        if link.count():
            return
        page.wait_for_timeout(300)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


@pytest.fixture(scope="module")
def full(app: App) -> App:
    """With a watch, a message that was given up, and one that was taken."""
    made = Watch(name="Мост <b>", owner="local", query="мост", digest="day", digest_at=("08:00",))
    number = watches.add(app.engine, made, [("mail", "a@office.test")], now())
    to = [x.channel for x in watches.targets_of(app.engine, [number])[number]]
    deliveries.put_now(app.engine, "test-1", to, now(), kind="test", watch=number)
    DeliveryWorker(app).run_once()
    deliveries.put_now(app.engine, "test-2", to, now(), kind="test", watch=number)
    held = deliveries.claim(app.engine, to[0], now(), app.settings.delivery_lease, 3)
    assert held is not None
    deliveries.give_up(app.engine, held, now(), "<script>window.stolen=1</script>")
    return app


@pytest.mark.parametrize("ui", ["ru", "kk", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_as_wide_as_the_screen_and_has_no_fault(
    full: App, seen: Any, path: str, ui: str
) -> None:
    for width in WIDTHS:
        seen.page.set_viewport_size({"width": width, "height": 800})
        page = seen.open(f"{path}?ui={ui}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(HIDDEN_SIDEWAYS) == []
        assert page.evaluate("window.stolen") is None
    script = Path(axe_playwright_python.__file__).parent / "axe.min.js"
    seen.page.evaluate(script.read_text(encoding="utf-8"))
    found = seen.page.evaluate("axe.run()")
    assert [(x["id"], x["nodes"][0]["html"][:200]) for x in found["violations"]] == []
    assert seen.errors == []


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_watch_is_a_feed(full: App, form: str) -> None:
    with served(full) as site:
        answer = site.get(f"/watches/1.{form}")
        assert answer.status == 200
        assert "Baqylau" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("query", "мост AND", "“AND” (Character 6)"),
        ("zone", "Nowhere/Else", "Time zone"),
        ("quiet_from", "22", "22:00"),
        ("languages", "русский", "Languages"),
        ("figure", "5 XXX", "currency"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept_in_the_form(
    full: App, seen: Any, field: str, value: str, said: str
) -> None:
    page = seen.open("/watches/new?ui=en&query=мост&digest=day")
    for more in page.locator("details:not([open]) > summary").all():
        more.click()
    page.locator(f"[name={field}]").fill(value)
    page.get_by_role("button", name="Save").click()
    assert said in page.get_by_role("alert").inner_text()
    assert page.locator(f"[name={field}]").input_value() == value


def test_mute_test_and_remove_are_buttons(full: App, seen: Any) -> None:
    made = Watch(name="Short", owner="local", query="мост")
    number = watches.add(full.engine, made, [("mail", "b@office.test")], now())
    page = seen.open(f"/watches/{number}?ui=en")
    page.get_by_role("button", name="Send a test").click()
    DeliveryWorker(full).run_once()
    page.get_by_role("button", name="Mute").click()
    assert watches.get(full.engine, number).muted is not None
    page.get_by_role("button", name="Tell again").click()
    assert watches.get(full.engine, number).muted is None
    assert "taken" in page.locator(".watch-log").inner_text()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", level=1, name="Watches")).to_be_visible()
    assert number not in [x.id for x in watches.listed(full.engine)]
