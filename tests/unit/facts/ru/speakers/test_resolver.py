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


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("По словам адвоката Лисова, суд учёл срок.", "адвокат Лисова"),
        (
            "Станислав Лисов осуждён. По словам адвоката Станислава Лисова, суд учёл срок.",
            "адвокат Станислава Лисова",
        ),
        ("По словам адвоката Ольги Сац, суд учёл срок.", "Ольга Сац"),
        ("По словам тренера Иванова, команда готова.", "Иванов"),
        ("Жена Ивана Петрова рассказала, что он дома.", "жена Ивана Петрова"),
        ("Арман Жунусов и Болат Жунусов спорили. Жунусов заявил, что тариф высок.", None),
        ("Дочь народного артиста Ивана Петрова Анна рассказала, что архив передан музею.", None),
    ],
)
def test_who_speaks_for_somebody_is_not_that_person(text: str, speaker: str | None) -> None:
    assert facts(text, "quote")[-1]["speaker_name"] == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Директор школы Иван Петров ушёл. Директор департамента экономики сообщил, что бюджет"
            " исполнен.",
            "директор департамента экономики",
        ),
        (
            "Заведующая отделением больницы Анна Ким успокоила всех. По словам главы отдела"
            " образования, обеды бесплатны.",
            "глава отдела образования",
        ),
        (
            "Глава Минтруда Анна Ким сообщила, что пенсии вырастут. Министр добавила, что пособия"
            " тоже.",
            "Анна Ким",
        ),
        (
            "Спикер палаты Олег Дорин спросил о сроках. Заместитель председателя Павел Белов"
            " ответил. «Запишем», – сказал спикер.",
            "Олег Дорин",
        ),
        (
            "Депутат Олег Дорин выступил. «Мост нужен», – подчеркнула депутат.",
            "депутат",
        ),
        (
            "Гособвинитель Айна Жекеева просила девять лет. «Новых окон нет», – сказала прокурор.",
            "Айна Жекеева",
        ),
    ],
)
def test_a_role_noun_means_one_who_leads_the_same_thing(text: str, speaker: str) -> None:
    assert facts(text, "quote")[-1]["speaker_name"] == speaker


def test_a_press_service_keeps_its_owner() -> None:
    text = (
        "Дом сгорел, сообщает пресс-служба полиции Алматы. «Пострадавших нет», – рассказали в"
        " пресс-службе."
    )
    assert facts(text, "quote")[-1]["speaker_name"] == "пресс-служба полиции Алматы"
