"""Names in any case give their nominative; only pymorphy3's dictionary is read."""

import pytest

from baqylau.lang.ru.declension import read

NAMES = {
    "Ерлан Сагинов": ["Ерлана Сагинова", "Ерлану Сагинову", "Ерланом Сагиновым", "Ерлане Сагинове"],
    "Динара Абдыкалыкова": [
        "Динары Абдыкалыковой",
        "Динаре Абдыкалыковой",
        "Динару Абдыкалыкову",
        "Динарой Абдыкалыковой",
    ],
    "Виктор Цой": ["Виктора Цоя", "Виктору Цою", "Виктором Цоем"],
    "Олег Шевченко": ["Олега Шевченко", "Олегу Шевченко", "Олегом Шевченко"],
    "Николай Белинский": ["Николая Белинского", "Николаю Белинскому", "Николаем Белинским"],
    "Мария Завадская": ["Марии Завадской", "Марию Завадскую", "Марией Завадской"],
    "Самат Ешимулы": ["Самата Ешимулы", "Самату Ешимулы", "Саматом Ешимулы"],
    "Игорь Ким": ["Игоря Кима", "Игорю Киму", "Игорем Кимом"],
    "Кэндзи Мори": ["Кэндзи Мори"],
}
TAGGED = {
    "а": "gen",
    "ы": "gen",
    "и": "gen",
    "я": "gen",
    "у": "dat",
    "ю": "dat",
    "е": "loc",
    "м": "ins",
    "й": "ins",
}


@pytest.mark.parametrize(
    ("name", "form"), [(name, form) for name, forms in NAMES.items() for form in forms]
)
def test_a_declined_name_gives_its_nominative(name: str, form: str) -> None:
    cases = [TAGGED.get(word[-1], "") if word not in name else "" for word in form.split()]
    assert read(form.split(), cases)[0].name == name


def test_a_name_in_the_nominative_stays() -> None:
    for name in NAMES:
        assert read(name.split(), ["nom"] * 2)[0].name == name


def test_initials_and_latin_letters_stay_unchanged() -> None:
    assert read(["А.", "Сериков"], ["", "nom"])[0].name == "А. Сериков"
    assert read(["John", "Smith"], ["", ""])[0].name == "John Smith"
