"""The table of fact types and languages in the docs is that of today's floors."""

from benchmarks.facts_table import PAGE, page_with


def test_the_table_is_todays() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with(page), "run: python -m benchmarks.facts_table --write"
