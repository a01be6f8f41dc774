"""Roles and kinds of names in the comparison; what the table of pairs does not show."""

import pytest

from baqylau.entities import organization_name, place_name, roles
from baqylau.entities.compare import Named, compare, kind_of, names

LONG = "Асхат " * 4000


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ("министр торговли", "сауда министрі", 1),
        ("министр торговли", "trade minister", 1),
        ("аким Тараза", "Тараз қаласының әкімі", 1),
        ("министр торговли", "министр финансов", 0),
        ("министр", "депутат", 1),
        ("прокурор", "адвокат", 1),
        ("премьер-министр", "боксёр", -1),
        ("скрипач", "следователь", -1),
        ("учитель из Тараза", "учитель из Актау", -1),
        ("министр", "гость программы", 0),
        ("", "министр", 0),
    ],
)
def test_roles(one: str, other: str, sign: int) -> None:
    for a, b in ((one, other), (other, one)):
        said = roles.evidence(a, b)
        assert (said > 0) - (said < 0) == sign


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ерлан Көшербаев", "person"), ("Асхат Аймағамбетов", "person"), ("Т. Әбілдаев", "person"),
        ("Министерство юстиции", "organization"), ("ТОО «Вереск»", "organization"),
        ("КТЖ", "organization"), ("Өскемен", "place"), ("Аягозский район", "place"),
    ],
)  # fmt: skip
def test_what_a_name_is_where_nobody_says(name: str, kind: str) -> None:
    assert kind_of(Named(name)) == kind


@pytest.mark.parametrize(
    ("one", "other"), [("Газета", "газ"), ("Сотрудничество", "суд"), ("Нацсовет", "Нацгвардия"),
                       ("ВХЛ", "WHL"), ("МК", "MK11"), ("Барс", "Барыс"), ("КПП", "КП")],
)  # fmt: skip
def test_organizations_that_only_begin_or_sound_alike(one: str, other: str) -> None:
    parsed = organization_name.parse(one), organization_name.parse(other)
    assert organization_name.compare(*parsed) < 0.5


def test_a_ministry_of_another_country_is_another_one() -> None:
    ours, theirs = map(organization_name.parse, ("Минздрав", "Минздрав Узбекистана"))
    assert organization_name.compare(ours, theirs) < 0.5


def test_generic_words_are_nobody() -> None:
    for word in ("министерство", "банк", "университеті", "department"):
        assert organization_name.is_generic(organization_name.parse(word)), word
    assert not organization_name.is_generic(organization_name.parse("Минздрав"))


def test_a_city_is_not_its_region_and_an_adjective_no_city() -> None:
    assert place_name.known("Алматы") != place_name.known("Алматинская область")
    assert place_name.known("Киевская") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Фарида Мусаева", "Фариды Мусаевой", True),
        ("Файез Саррадж", "Файеза Сарраджа", True),
        ("Асель Дуйсенов", "Асель Дуйсенова", False),
        ("Рината Заитова", "Ринат Заитов", False),
    ],
)
def test_names_in_another_case(one: str, other: str, same: bool) -> None:
    assert (names(one, other) >= 0.5) == same
    assert (names(other, one) >= 0.5) == same


@pytest.mark.parametrize("name", ["", " ", "«»", "(((((", "А" * 5000, LONG, "\x00", "é" * 300, "1"])
def test_anything_may_come(name: str) -> None:
    for kind in ("", "person", "organization", "place"):
        for other in ("Ирина Цой", "КТЖ", name):
            assert 0.0 <= compare(Named(name, name, kind), Named(other, name, kind)) <= 1.0
