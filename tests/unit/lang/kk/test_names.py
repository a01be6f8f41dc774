"""Names in Kazakh: what rules and model find together. All names are invented."""

import pytest

from tests.unit.facts.reading import analysis


def found(text: str, kind: str) -> list[tuple[str, str]]:
    return [(m.text, m.name) for m in analysis(text, "kk").mentions if m.type == kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"Жерұйық Сүт" АҚ жаңа цех ашты.', "Жерұйық Сүт"),
        ("Цехты «Жерұйық Сүт» ЖШС ашты.", "Жерұйық Сүт"),
        ("Жобаны «Көксерек Трейд» компаниясы жүргізеді.", "Көксерек Трейд"),
        ('Ойында "Көксерек" футбол клубы жеңілді.', "Көксерек"),
        ("Мақала «Сарыжайлау үні» газетінде шықты.", "Сарыжайлау үні"),
        ("Тойды «Көксерек» қонақүйінің иесі өткізді.", "Көксерек"),
    ],
)
def test_an_organization_in_quotation_marks(text: str, name: str) -> None:
    assert [x for _, x in found(text, "organization")] == [name]
    assert found(text, "person") == []


def test_the_head_behind_the_last_of_several_is_said_of_each() -> None:
    text = "Ойында «Көксерек» пен «Жерұйық» клубтары тең түсті."
    assert [x for x, _ in found(text, "organization")] == ["Көксерек", "Жерұйық"]


@pytest.mark.parametrize(
    "text",
    [
        "Жазушының «Көксерек ізі» романы орысшаға аударылды.",
        "Олар «Жасыл көктем» акциясына қатысты.",
        "«Ерен еңбегі үшін» медалі тапсырылды.",
        "«Бәрі дайын», – деді ауыл мектебінің мұғалімі.",
    ],
)
def test_works_prizes_and_sayings_are_no_organizations(text: str) -> None:
    assert found(text, "organization") == []


@pytest.mark.parametrize(
    ("text", "span", "name"),
    [
        ("Бұл туралы Kokserek.kz-тің тілшісі жазды.", "Kokserek.kz", "Kokserek.kz"),
        ("Деректі ДДҰ-ның өкілі келтірді.", "ДДҰ-ның", "ДДҰ"),
        ("Мәселе бүгін Құрылтайдың отырысында қаралды.", "Құрылтайдың", "Құрылтай"),
        ("Бұл мәселені үкіметке жеткізді.", "үкіметке", "үкімет"),
        (
            "Зардап шеккендер № 7 қалалық ауруханада жатыр.",
            "№ 7 қалалық ауруханада",
            "№ 7 қалалық аурухана",
        ),
        (
            "Кеш Т. Қыранов атындағы облыстық филармонияда өтті.",
            "Т. Қыранов атындағы облыстық филармонияда",
            "Т. Қыранов атындағы облыстық филармония",
        ),
        (
            "Жобаны Павлодар облысының білім басқармасы бекітті.",
            "Павлодар облысының білім басқармасы",
            "Павлодар облысының білім басқармасы",
        ),
        (
            "Бұған Қаржы министрлігінің баспасөз қызметі жауап берді.",
            "Қаржы министрлігінің",
            "Қаржы министрлігі",
        ),
    ],
)
def test_an_organization_keeps_its_case_and_is_named_in_the_nominative(
    text: str, span: str, name: str
) -> None:
    assert found(text, "organization") == [(span, name)]


@pytest.mark.parametrize(
    ("text", "span", "name"),
    [
        ("Су Шиелі ауданында тартылды.", "Шиелі ауданында", "Шиелі ауданы"),
        ("Балқаш көлінің деңгейі түсті.", "Балқаш көлінің", "Балқаш көлі"),
        ("Қонақтар Астанадағы көрмеге келді.", "Астанадағы", "Астана"),
        ("Ол ҚР азаматы.", "ҚР", "ҚР"),
        ("Жол Шығыс Қазақстанның шетіне жетеді.", "Шығыс Қазақстанның", "Шығыс Қазақстан"),
        ("Кен Қазақстанның облыстарынан жеткізілді.", "Қазақстанның", "Қазақстан"),
    ],
)
def test_a_place_holds_the_word_for_what_it_is(text: str, span: str, name: str) -> None:
    assert found(text, "place") == [(span, name)]


def test_one_of_several_regions_is_named_in_full() -> None:
    text = "Жел Жамбыл және Алматы облыстарында күшейеді."
    assert [x for _, x in found(text, "place")] == ["Жамбыл облысы", "Алматы облысы"]


def test_an_abbreviation_is_the_organization_whose_words_it_is_made_of() -> None:
    text = "Ұлттық қауіпсіздік комитеті хабарлама таратты. ҰҚК өкілі оны растады."
    assert [x for _, x in found(text, "organization")] == ["Ұлттық қауіпсіздік комитеті"] * 2


def test_a_surname_that_is_a_given_name_and_a_word_too() -> None:
    text = "«Баға түсті», – дейді экономист Тимур Жақсылық. Ол кетті."
    assert [x for _, x in found(text, "person")] == ["Тимур Жақсылық"]


def test_a_person_has_no_title_and_the_fullest_name_of_the_text() -> None:
    text = "Министр Марат Қырансойов келді. Қырансойовтың айтуынша, жол ашық. М.Қырансойов кетті."
    assert found(text, "person") == [
        ("Марат Қырансойов", "Марат Қырансойов"),
        ("Қырансойовтың", "Марат Қырансойов"),
        ("М.Қырансойов", "Марат Қырансойов"),
    ]


def test_a_square_and_a_prize_named_after_somebody_name_no_person() -> None:
    text = "Абай Қыранов атындағы сыйлық тапсырылды."
    assert analysis(text, "kk").mentions == ()


@pytest.mark.parametrize(
    "text", ["", "«", "№", "— — —", "«» «»", "А", "\n\n", "атындағы", "І" * 3000]
)
def test_any_text_is_read(text: str) -> None:
    analysis(text, "kk").mentions  # noqa: B018


@pytest.mark.parametrize("text", ["ОЛ«\U00018cd6|", "«»", "ОЛ«»", "“„ Дала"])
def test_marks_without_words_are_no_name(text: str) -> None:
    names = [m.name for m in analysis(text, "kk").mentions]
    assert all(any(c.isalnum() for c in name) for name in names)
