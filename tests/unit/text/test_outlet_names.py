"""The spellings of one outlet's name give one key, and different names give different keys."""

import pytest

from baqylau.model.hosts import TOP_LEVEL
from baqylau.text.outlet_names import ends_as_a_site, folded


@pytest.mark.parametrize("domain", TOP_LEVEL.split("|"))
@pytest.mark.parametrize("form", ["{}", "«{}»", '"{}"', "“{}„", " {} "])
def test_a_name_with_and_without_its_domain_is_one(domain: str, form: str) -> None:
    name = f"Orda.{domain}"
    assert folded(form.format(name)) == folded(form.format("Orda")) == folded("ORDA")
    assert ends_as_a_site(name)
    assert ends_as_a_site(name.upper())


@pytest.mark.parametrize(
    ("one", "other"),
    [("Хабар 24", "Хабар-24"), ("24.kg", "24"), ("BAQ.KZ", "baq"), ("Kz.Kursiv.media", "kzkursiv")],
)
def test_marks_between_words_make_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Orda.kz", "Ordabasy"), ("Хабар", "Хабар 24"), ("Казах", "Қазақ"), ("kz.orda", "orda")],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize("name", ["Хабар 24", "Orda.kz сайты", "Orda.dog", "kz", "Ordakz", ""])
def test_what_does_not_end_as_a_site(name: str) -> None:
    assert not ends_as_a_site(name)
