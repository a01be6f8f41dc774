"""Moments in the forms Central Asian outlets print."""

from datetime import datetime, timedelta, timezone

import pytest

from press import newsroom, pages
from press.article import load_first
from press.dates import visible
from press.newsroom import HERE

ZONE = timezone(timedelta(hours=5))


@pytest.mark.parametrize(
    ("form", "day", "text"),
    [
        ("ru_nominative", 23, "23 Ноябрь 2026, 14:05"),
        ("ru_relative", 24, "Сегодня, 14:05"),
        ("ru_relative", 23, "Вчера, 14:05"),
        ("ru_relative", 3, "3 ноября 2026, 14:05"),
        ("ru_dots", 3, "03.11.2026 14:05"),
        ("kk_year_first", 18, "2026 жылғы 18 қараша, 14:05"),
        ("kk_label", 5, "Жарияланды: 5 Қараша 2026 ж. 14:05"),
        ("kk_plain", 24, "Бүгін, 14:05"),
        ("en", 15, "15 November 2026"),
    ],
)
def test_a_moment_in_its_form(form: str, day: int, text: str) -> None:
    assert visible(datetime(2026, 11, day, 14, 5, tzinfo=ZONE), form) == text


@pytest.mark.parametrize("outlet", ["meridian71", "qostil"])
@pytest.mark.parametrize(("days", "relative"), [(0, True), (1, True), (2, False), (40, False)])
def test_today_and_yesterday_are_those_of_the_visit(
    monkeypatch: pytest.MonkeyPatch, outlet: str, days: int, relative: bool
) -> None:
    """A page that said "yesterday" a week after the event would date it a week late."""
    written = [x for x in load_first(HERE / "articles") if x.outlet == outlet]
    own = newsroom.read(HERE / "newsrooms" / f"{outlet}.toml")
    latest = written[0]
    moment = latest.published + timedelta(days=days)
    monkeypatch.setattr(pages, "now", lambda: moment)
    shown = pages.Pages(own, written, "http://press.test").date(latest)
    assert (str(latest.published.year) not in shown) == relative
