"""Moments in the forms Central Asian outlets print."""

from datetime import datetime, timedelta, timezone

import pytest

from press.dates import visible

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
