"""How numbers and names are drawn."""

import pytest

from dashboard.view import compact, number


@pytest.mark.parametrize(
    ("value", "language", "drawn"),
    [
        (2.4e9, "ru", "2\u202f400\u202f000\u202f000"),
        (2.4e12, "ru", "2\u202f400\u202f000\u202f000\u202f000"),
        (9.4, "kk", "9,4"),
        (9.4, "en", "9.4"),
        (1234.5, "en", "1\u202f234.5"),
        (140, "ru", "140"),
        (0, "ru", "0"),
        (0.00002, "ru", "2e-05"),
        (-0.5, "ru", "-0,5"),
    ],
)
def test_figures(value: float, language: str, drawn: str) -> None:
    assert number(value, language) == drawn


def test_an_outlet_without_its_remark() -> None:
    assert compact("Боздала (выдуманное издание)") == "Боздала"
    assert compact(" (x)") == " (x)"
