"""By which name the page of an entity calls it."""

import pytest

from baqylau.store.queries.entities import EntityDetail
from dashboard.entity import shown_name

NAMES = (("Yerlan Zhumabek", 4), ("Ерлан Жұмабек", 2), ("Ерлан Жумабек", 1))


@pytest.mark.parametrize(
    ("language", "shown"),
    [("ru", "Ерлан Жұмабек"), ("kk", "Ерлан Жұмабек"), ("en", "Yerlan Zhumabek")],
)
def test_a_name_in_the_letters_of_the_reader(language: str, shown: str) -> None:
    detail = EntityDetail(7, "person", "Yerlan Zhumabek", (7,), NAMES, (), 7)
    assert shown_name(detail, language) == shown


def test_the_only_spelling_is_shown_to_everybody() -> None:
    detail = EntityDetail(7, "organization", "KTK", (7,), (("KTK", 1),), (), 1)
    assert shown_name(detail, "kk") == "KTK"
