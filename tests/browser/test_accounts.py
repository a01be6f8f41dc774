"""Accounts in a browser: from the link on the terminal to signing out; hostile logins, browsers,
addresses and log entries run nothing; every page with axe, on a desktop and on a phone.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import axe_playwright_python
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import expect
from sqlalchemy import insert, update

from baqylau.accounts import passwords
from baqylau.app import App, open_app
from baqylau.model.access import Role, Scope
from baqylau.model.watch import Watch
from baqylau.settings import load
from baqylau.store import (
    account_links,
    accounts,
    annotations,
    audit,
    corrections,
    tokens,
    watches,
)
from baqylau.store.connect import writing
from baqylau.store.queries import corrections as correction_queries
from baqylau.store.queries import facts
from baqylau.store.queries import stories as story_queries
from baqylau.store.queries.filter import Filter
from baqylau.store.tables import accounts as account_rows
from baqylau.store.tables import sessions as session_rows
from tests import filled
from tests.browser.test_reading import CONTRAST, NAMELESS, SIDEWAYS, WIDTHS
from tests.browser.test_reading import PATHS as READING
from tests.integration.signing import PASSWORD, person, terminal
from tests.site import served

EVIL = '"><img src=x onerror="window.stolen=1"><script>window.stolen=1</script>{{7*7}}'
BLOCKED = "addEventListener('securitypolicyviolation', () => (window.blocked = 1))"
"""Tells too of a script that got into a page and was stopped by the policy alone."""
UNFOLD = "() => document.querySelectorAll('details').forEach(x => (x.open = true))"
PATHS = ("/account", "/accounts", "/audit", "/tokens", "/login?next=/facts")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("office")
    own = {"database": "", "archive": "", "queue": "memory:", "dashboard_port": 0}
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "HASHER", quick)
        with open_app(load(data=folder, outlets=folder / "none", accounts=True, **own)) as app:
            filled.fill(app)
            yield app


@pytest.fixture(scope="module")
def address(app: App) -> Iterator[str]:
    with served(app) as site:
        yield site.address


@pytest.fixture(scope="module")
def office(app: App, browser: Any, address: str) -> Any:
    """The cookies of an administrator, in an office where everything that can be hostile is."""
    person(app, "root")
    for login in ("anna", "gone"):
        person(app, login, Role.READER)
    context = browser.new_context(user_agent=EVIL)
    page = context.new_page()
    sign_in(page, address)
    cookies = context.cookies()
    context.close()
    with writing(app.engine) as connection:
        hostile = {"login": EVIL[:64], "role": "editor", "created": terminal().moment}
        connection.execute(insert(account_rows).values(**hostile))
        connection.execute(update(session_rows).values(address=EVIL[:64], agent=EVIL))
        for action in (EVIL[:40], "sign_in_refused"):
            by = audit.Actor(EVIL, EVIL, terminal().moment)
            audit.record(connection, by, action, EVIL)
    write_hostile(app)
    gone = accounts.by_login(app.engine, "gone")
    assert gone is not None
    accounts.disable(app.engine, gone.id, terminal())
    return cookies


def write_hostile(app: App) -> None:
    """Corrections, labels, notes, tokens and a watch that are hostile, at a story of three."""
    engine, moment = app.engine, terminal().moment
    for outlet in ("evil", "dala", "courier"):
        text = f"{EVIL} построят у реки, сообщил аким района Сатаев. Работы начнутся весной."
        slug = f"evil-{outlet}"
        filled.write(app, filled.SampleArticle(outlet, slug, EVIL, text, "ru", None))
    said = next(x for x in facts.listed(engine, Filter(kind="quote"), 50) if x.article)
    key = str(said.fact["key"])
    corrections.correct_fact(engine, key, "speaker_name", EVIL, EVIL, moment, EVIL)
    corrections.correct_article(engine, said.article, "title", EVIL, EVIL, moment, EVIL)
    for target in (key, said.article):
        annotations.add_label(engine, target, EVIL[:60], EVIL, moment)
        annotations.add_note(engine, target, EVIL, EVIL, moment)
    tokens.add(engine, EVIL, [Scope.TEXT], terminal())
    watch = Watch(name=EVIL[:80], owner="root", query="мост", appointed=EVIL)
    watches.add(engine, watch, [("mail", EVIL)], moment)


def hostile_paths(app: App) -> list[str]:
    """The pages of what people write, and forms that are opened with hostile words."""
    [correction, *_] = correction_queries.listed(app.engine, state="stands")
    fact = next(x for x in correction_queries.listed(app.engine) if x.kind != "article")
    stories_ = story_queries.ranked(app.engine, None, terminal().moment, 5)
    asked = quote(EVIL)
    return [
        *(f"/story/{x.id}" for x in stories_),
        f"/article/{correction.article}", f"/article/{correction.article}/corrections",
        f"/fact/{fact.subject}", "/corrections", "/today", "/facts?kind=quote",
        "/watches", "/watches/1", "/watches/log", f"/watches/new?query={asked}&name={asked}",
        "/help/search", "/search?q=мост&plot=1", f"/search?q={quote(EVIL[:20])}", "/api/v1/docs",
        f"/facts?who={asked}", f"/?label={asked}&tag={asked}",
    ]  # fmt: skip


def sign_in(page: Any, address: str, login: str = "root") -> None:
    page.goto(f"{address}/login")
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("button", name="Выйти")).to_be_visible()


def test_from_the_link_on_the_terminal_to_signing_out(watched: Any, app: App) -> None:
    """Twice, on a desktop and on a phone: the second time the link invites somebody."""
    first = not accounts.exist(app.engine)
    if first:
        token = account_links.make(app.engine, None, terminal())
    else:
        made = accounts.add(app.engine, "phone", Role.READER, terminal())
        token = account_links.make(app.engine, made.id, terminal())
    page = watched.open(f"/link/{token}")
    if first:
        page.get_by_label("Логин").fill("root")
    page.get_by_label("Новый пароль", exact=True).fill(PASSWORD)
    page.get_by_label("Новый пароль ещё раз").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Пароль сохранён")
    page.get_by_label("Логин").fill("root" if first else "phone")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Мост откроют в марте").click()
    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Вход")
    watched.open("/facts")
    assert page.url.endswith("/login?next=%2Ffacts")


def test_nothing_hostile_runs_on_any_page(watched: Any, office: Any, app: App) -> None:
    page = watched.page
    page.context.add_cookies(office)
    page.add_init_script(BLOCKED)
    for path in (
        *PATHS,
        *READING,
        *hostile_paths(app),
        f"/login?next={EVIL}",
        f"/audit?before={EVIL}",
        f"/link/{EVIL}",
    ):
        response = page.goto(watched.address + path)
        assert page.evaluate("() => [window.stolen, window.blocked]") == [None, None], path
        assert page.locator("main").is_visible()
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
    text = {x: page.goto(watched.address + x) and page.locator("main").inner_text() for x in PATHS}
    assert EVIL[:64] in text["/accounts"]
    assert EVIL in text["/audit"]
    assert EVIL in text["/account"]
    assert EVIL in text["/tokens"]
    watched.errors[:] = [
        x for x in watched.errors if "404" not in x and "400" not in x
    ]  # the pages asked for with EVIL


def pages_of(browser: Any, cookies: Any, **more: Any) -> Iterator[Any]:
    context = browser.new_context(**more)
    context.add_cookies(cookies)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [390, 1366])
def test_axe_finds_nothing(browser: Any, address: str, office: Any, app: App, width: int) -> None:
    axe = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    made = accounts.by_login(app.engine, "anna")
    assert made is not None
    link = f"/link/{account_links.make(app.engine, made.id, terminal())}"
    found = []
    size = {"width": width, "height": 800}
    for page in pages_of(browser, office, viewport=size, bypass_csp=True):
        for path in (*PATHS, link, "/link/gone", "/"):
            page.goto(address + path)
            page.evaluate(UNFOLD)
            page.evaluate(axe)
            for x in page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]:
                found += [f"{path}: {x['id']}: {y['html'][:120]}" for y in x["nodes"]]
            assert page.evaluate(NAMELESS) == [], path
            assert page.evaluate(CONTRAST) == [], path
    assert found == []


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_no_page_scrolls_sideways(browser: Any, address: str, office: Any, language: str) -> None:
    found = []
    chosen = [{"name": "baqylau_ui", "value": language, "url": address}]
    for page in pages_of(browser, office + chosen):
        for path in PATHS:
            page.goto(address + path)
            page.evaluate(UNFOLD)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate(SIDEWAYS):
                    found.append(f"{path} at {width}")
    assert found == []


def test_without_a_script_everything_still_works(browser: Any, address: str, office: Any) -> None:
    for page in pages_of(browser, office, java_script_enabled=False):
        page.goto(f"{address}/accounts")
        page.locator("section").get_by_label("Логин").fill("новый")
        page.get_by_role("button", name="Сделать ссылку").click()
        expect(page.locator(".notice code")).to_contain_text("/link/")
        page.goto(f"{address}/account")
        page.get_by_role("button", name="Включить код").click()
        expect(page.get_by_role("link", name="Открыть в приложении")).to_be_visible()
