"""Source phrases, and sentences that report the one before."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "По словам Олега Дорина, мост открыт.", "Олег Дорин"),
        ("kk", "Асқар Бекеновтың айтуынша, көпір ашық.", "Асқар Бекенов"),
        ("kk", "Асқар Бекенов мәлім еткендей, көпір ашық.", "Асқар Бекенов"),
        ("kk", "Қала әкімі айтып өткендей, көпір ашық.", "қала әкімі"),
        ("ru", "Мост открыт. Об этом заявил Олег Дорин.", "Олег Дорин"),
        ("kk", "Көпір бүгін ашылды. Бұл туралы Асқар Бекенов мәлім етті.", "Асқар Бекенов"),
    ],
)
def test_speech_around_a_source(language: str, text: str, name: str) -> None:
    assert [q["speaker_name"] for q in facts(text, "quote", language)] == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "По данным полиции, мост открыт."),
        ("kk", "Министрліктің мәліметінше, көпір ашық."),
        ("kk", "Көпір бүгін ашылды. Бұл туралы әкімдік мәлім етті."),
    ],
)
def test_data_of_an_institution_is_an_attribution_only(language: str, text: str) -> None:
    assert summary(facts(text, "quote", language)) == []
