"""The name that a speaker mention resolves to."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Приехал аким Ерлан Сатаев. Он сказал, что мост открыт.",
            [("ru.verb_that", "Он сказал, что мост открыт", "Ерлан Сатаев", "аким")],
        ),
        (
            "Приехал министр Ерлан Сатаев. Министр подчеркнул, что мост открыт.",
            [("ru.verb_that", "Министр подчеркнул, что мост открыт", "Ерлан Сатаев", "министр")],
        ),
    ],
)
def test_a_pronoun_and_a_role_noun_mean_a_person_named_before(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote"), "speaker_name", "speaker_role") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Приехала Айгуль Сатаева. Он сказал, что мост открыт.",
            [("ru.verb_that", "Он сказал, что мост открыт", None, None)],
        ),
    ],
)
def test_nobody_of_that_gender_was_named(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "quote"), "speaker_name", "speaker_role") == expected


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Балерина Анна Волкова вернулась. «Я рада», – рассказала артистка.", "Анна Волкова"),
        (
            "Депутат Олег Дорин выступил в среду. «Мост нужен людям», – сказал избранник.",
            "Олег Дорин",
        ),
        ("Фермер Болат Ким убрал хлеб. «Дождь мешал», – добавил аграрий.", "Болат Ким"),
        (
            "Холдинг «Дала Медиа» выпустил сок под брендом Qulan."
            " Завод готов, уточнили в компании.",
            "Дала Медиа",
        ),
        (
            'Суд отложен, пишет "Горный вестник". Издание отмечает, что дата не названа.',
            "Горный вестник",
        ),
    ],
)
def test_a_role_noun_points_back_to_the_one_who_has_such_a_role(text: str, speaker: str) -> None:
    assert [x["speaker_name"] for x in facts(text, "quote")][-1] == speaker


def test_a_surname_that_relatives_share_names_nobody_of_them() -> None:
    text = (
        "Бизнесмен Олег Царёв погиб. Его брат Павел Царёв в больнице. «Мы ехали домой»,"
        " – сказал Царёв."
    )
    assert [x["speaker_name"] for x in facts(text, "quote")] in (["Царёв"], [None])
