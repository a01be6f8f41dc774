"""The comparison of the golden pages finds every kind of fault."""

from typing import Any

import pytest

from tests.golden.expecting import faults

GOOD: dict[str, Any] = {
    "kind": "article",
    "reason": None,
    "title": "Мост открыт",
    "authors": ["Анна Ли"],
    "published": "2026-11-20T14:05:00+05:00",
    "text": "Мост открыли утром.\nНапомним, его строили год.",
    "tiebacks": [[20, 45]],
    "readings": [],
}


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("kind", "article", "listing"),
        ("authors", ["Анна Ли"], []),
        ("published", "2026-11-20T14:05:00+05:00", "2026-11-20T14:05:00+06:00"),
        ("published", "2026-11-20T09:05:00Z", "2026-11-20T14:05:00Z"),
        (
            "published",
            "2026-11-20T14:05:00+05:00",
            "2026-11-20T15:05:00+06:00",
        ),  # the same instant on another clock
        ("published", "2026-11-20", "2026-11-21"),
        ("published", "2026-11-20", ""),
        ("present", ["Мост  открыли", "его строили"], ["его строили", "Мост открыли"]),
        ("absent", ["Читайте также"], ["утром"]),
        ("paragraphs", ["Мост открыли утром."], ["Мост открыли"]),
        ("tiebacks", ["Напомним, его строили"], ["Мост открыли утром."]),
        ("tiebacks", ["Напомним, его строили"], []),
    ],
)
def test_a_field_is_right_or_wrong(field: str, right: Any, wrong: Any) -> None:
    assert faults({field: right}, GOOD) == {}
    assert list(faults({field: wrong}, GOOD)) == [field]


@pytest.mark.parametrize(
    "broken",
    [
        {"text": "Мост открыли утром.\n\nНапомним."},
        {"text": "Мост открыли\x1f утром."},
        {"text": "Мост открыт\nУтром."},
        {"tiebacks": [[20, 99]]},
        {"reason": "a menu"},
        {"kind": "listing"},
    ],
)
def test_the_laws_of_every_text(broken: dict[str, Any]) -> None:
    assert list(faults({}, GOOD | broken)) == ["laws"]
