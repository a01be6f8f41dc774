"""The dashboard in a browser: from the latest list to an article, from a quote to its sentence, to
a search; with a mouse, with keys, on a phone.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from baqylau.app import App
from tests import filled

PATHS = (
    "/",
    "/today",
    "/today?days=30",
    "/story/1",
    "/facts",
    "/search?q=мост",
    "/search",
    "/help/search",
    "/outlets",
    "/pages",
    "/article/2",
    "/article/6",
    "/fetch/2",
    "/article/1",
    "/changes",
    "/changes/1/2",
    "/outlets/vestnik",
    "/?tag=мосты",
    "/?named=Ерлан Сатаев",
    "/search?q=абракадабра",
    "/facts?who=никто",
    "/corrections",
    "/article/2/corrections",
    "/fact/21408e8de5b7f627cc58-54042fb9601db982",
    "/api/v1/docs",
)
"""Every kind of page, full and empty."""
MISSING = "/nowhere"
WIDTHS = (320, 390, 768, 960, 1366)


def test_from_the_list_to_an_article_to_a_quote_to_a_search(watched: Any) -> None:
    page = watched.open("/")
    page.get_by_role("link", name="Мост откроют в марте").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Мост откроют в марте"

    quote = page.locator(".fact-quote").first
    assert "Ерлан Сатаев" in quote.inner_text()
    assert "ru.marks" in quote.inner_text()
    quote.locator("a").first.click()
    assert page.url.endswith("#f0")
    words = page.locator(".h-quote")
    assert "".join(words.all_inner_texts()) == filled.QUOTE
    assert _colour(words.first) != "rgba(0, 0, 0, 0)"
    sentence = page.locator(".s", has=page.locator("#f0"))
    assert _colour(sentence) != _colour(page.locator(".s").last)
    assert _in_sight(words.first)

    page.get_by_role("searchbox").fill("мостами")
    page.get_by_role("button", name="Поиск").click()
    assert page.locator("mark").first.inner_text() == "Мост"
    page.get_by_role("link", name="Мост откроют в марте").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Мост откроют в марте"


def _colour(place: Any) -> str:
    return str(place.evaluate("x => getComputedStyle(x).backgroundColor"))


def _in_sight(place: Any) -> bool:
    return bool(
        place.evaluate(
            "x => { const r = x.getBoundingClientRect(); return r.top >= 0 && r.bottom <="
            " innerHeight }"
        )
    )


def test_words_in_the_text_lead_to_their_fact(watched: Any) -> None:
    page = watched.open("/article/2")
    page.locator(".h-amount", has_text="140 рабочих").click()
    lit = page.locator(".fact.lit")
    assert "140 рабочих" in lit.inner_text()
    page.wait_for_function(
        "() => { const r = document.querySelector('.fact.lit').getBoundingClientRect(); return"
        " r.top >= 0 && r.bottom <= innerHeight }"
    )


def test_a_kind_is_switched_off_and_stays_off(watched: Any) -> None:
    page = watched.open("/article/2")
    amounts = page.locator(".fact-amount")
    assert amounts.first.is_visible()
    page.locator(".legend .key-amount").click()
    assert amounts.first.is_hidden()
    page.reload()
    assert amounts.first.is_hidden()
    assert page.locator(".fact-quote").first.is_visible()


def test_filters_are_applied_and_cleared(watched: Any) -> None:
    page = watched.open("/facts")
    _unfold(page)
    page.get_by_label("Кто", exact=True).fill("сатаев")
    page.get_by_role("button", name="Показать").click()
    expect(page.locator(".statement")).to_have_count(2)
    page.locator(".kinds").get_by_role("link", name="Цитаты").click()
    expect(page.locator(".statement .who")).to_have_text(["Ерлан Сатаев"])
    page.get_by_role("link", name="Сбросить фильтр").click()
    expect(page.locator(".statement")).to_have_count(4)  # a count does not wait for the new page


def _unfold(page: Any) -> None:
    """On a phone the filter is folded until its label is tapped."""
    if page.locator(".unfold-label").is_visible():
        assert page.locator(".filters").is_hidden()
        page.locator(".unfold-label").click()


def test_the_language_is_chosen_once(watched: Any) -> None:
    page = watched.open("/")
    page.get_by_role("link", name="Қазақша").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Соңғы материалдар"
    watched.open("/outlets")
    assert page.locator("html").get_attribute("lang") == "kk"


def test_a_hostile_article_runs_nothing(watched: Any) -> None:
    page = watched.open("/article/6")
    assert filled.EVIL in page.locator("h1").inner_text()
    assert filled.EVIL in page.locator(".text").inner_text()
    for path in ("/", "/facts", "/outlets", "/search?q=заголовок", "/pages", "/fetch/6"):
        watched.open(path)
        assert page.evaluate("() => window.stolen === undefined")
        assert page.locator("main").is_visible()


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_no_page_scrolls_sideways(browser: Any, address: str, language: str) -> None:
    context = browser.new_context()
    context.add_cookies([{"name": "baqylau_ui", "value": language, "url": address}])
    page = context.new_page()
    found = []
    for path in (*PATHS, MISSING):
        page.goto(address + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(SIDEWAYS):
                found.append(f"{path} at {width}")
    context.close()
    assert found == []


SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_header_is_whole_and_leaves_room(browser: Any, address: str, language: str) -> None:
    """Nothing stands above the window's edge or on anything else; a wide window has one row."""
    page = browser.new_page()
    for width in (768, 960, 1366, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}/today?ui={language}")
        boxes = [x.bounding_box() for x in page.locator(".top-row > *").all()]
        assert min(x["y"] for x in boxes) >= 0, width
        below = page.locator(".top").bounding_box()["height"]
        assert max(x["y"] + x["height"] for x in boxes) <= below, width
        for one in boxes:
            for other in boxes[boxes.index(one) + 1 :]:
                apart = (
                    one["x"] + one["width"] <= other["x"] + 1
                    or other["x"] + other["width"] <= one["x"] + 1
                    or one["y"] + one["height"] <= other["y"] + 1
                    or other["y"] + other["height"] <= one["y"] + 1
                )
                assert apart, (width, one, other)
    page.close()


@pytest.mark.parametrize("width", [390, 1366])
def test_axe_finds_nothing(browser: Any, address: str, width: int) -> None:
    axe = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    size = {"width": width, "height": 800}
    # the pages' own policy would refuse the script of the test
    context = browser.new_context(viewport=size, bypass_csp=True)
    page = context.new_page()
    found = []
    for path in (*PATHS, MISSING):
        page.goto(address + path)
        page.evaluate(axe)
        for x in page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]:
            found += [f"{path}: {x['id']}: {y['html'][:120]}" for y in x["nodes"]]
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [390, 1366])
def test_a_list_is_exported_with_the_keyboard(browser: Any, address: str, width: int) -> None:
    axe = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for path in ("/", "/facts"):
        page.goto(address + path)
        page.locator(".export summary").focus()
        page.keyboard.press("Enter")
        page.locator(".export select").select_option("csv")
        page.evaluate(axe)
        found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
        assert [x["id"] for x in found] == []
        assert not page.evaluate(SIDEWAYS)
        with page.expect_download() as download:
            page.locator(".export button").press("Enter")
        assert download.value.suggested_filename.endswith(".csv")
    context.close()


def test_on_a_phone_the_names_come_before_the_facts(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + "/article/2")
    top = "x => x.getBoundingClientRect().top"
    assert page.locator(".named").evaluate(top) < page.locator(".fact-list").evaluate(top)
    context.close()


def test_every_page_has_names_and_contrast(watched: Any) -> None:
    for path in PATHS:
        page = watched.open(path)
        assert (page.locator("h1").count(), page.locator("main").count()) == (1, 1), path
        assert "Baqylau" in page.title(), path
        assert page.evaluate(NAMELESS) == [], path
        assert page.evaluate(CONTRAST) == [], path


NAMELESS = """() => [...document.querySelectorAll(\
"a[href]:not([hidden]), button, input:not([type=hidden]), select")]
  .filter(x => !(x.checkVisibility() ? x.innerText : x.textContent).trim() && !x.ariaLabel \
&& !(x.labels && x.labels.length)).map(x => x.outerHTML)"""
"""Links and controls without a name that a screen reader could read out."""

CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d");
  const light = ([r, g, b]) => [r, g, b].map(x => x / 255)\
.map(x => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4)
    .reduce((sum, x, i) => sum + x * [.2126, .7152, .0722][i], 0);
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const ground = x => {
    for (; x; x = x.parentElement) { const c = rgb(getComputedStyle(x).backgroundColor); \
if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255];
  };
  const bad = [];
  for (const x of document.querySelectorAll("body *")) {
    const own = [...x.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !x.checkVisibility({visibilityProperty: true}) \
|| x.closest(".switch, option, datalist")) continue;
    const [a, b] = [light(rgb(getComputedStyle(x).color)), light(ground(x))].sort((p, q) => q - p);
    if ((a + .05) / (b + .05) < 4.5) \
bad.push(`${((a + .05) / (b + .05)).toFixed(2)} ${x.className || x.tagName}: \
${x.textContent.slice(0, 40)}`);
  }
  return bad;
}"""
"""Every text with a contrast below 4.5 : 1 to its background (WCAG 2.2, 1.4.3)."""


def test_with_keys_alone(watched: Any) -> None:
    page = watched.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    page.keyboard.press("/")
    page.keyboard.type("dam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=dam")
    assert page.get_by_role("link", name="The dam is safe").is_visible()


def test_without_a_script_everything_still_works(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Мост откроют в марте").click()
    page.locator(".fact-quote a").first.click()
    assert page.url.endswith("#f0")
    page.locator(".legend .key-amount").click()
    assert page.locator(".fact-amount").first.is_hidden()
    context.close()


def test_the_dark_scheme_has_contrast_too(browser: Any, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    for path in ("/", "/article/2", "/facts", "/outlets", "/changes/1/2"):
        page.goto(address + path)
        assert page.evaluate(CONTRAST) == []
    context.close()


def test_new_articles_are_announced(browser: Any, address: str, app: App) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(address + "/?language=ru")
    assert page.locator(".fresher").is_hidden()
    filled.write(
        app,
        filled.SampleArticle(
            "dala", "fresh", "Свежая новость", "Только что.", "ru", timedelta(seconds=1)
        ),
    )
    page.clock.fast_forward(61_000)
    page.get_by_role("link", name="1 новый материал").click()
    assert page.locator("h3").first.inner_text() == "Свежая новость"
    context.close()
