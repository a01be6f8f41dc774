"""Events by their noun or by a verb of signing."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "В Таразе прошёл форум аграриев.",
            [("ru.event_forum", "форум аграриев", "forum", "форум аграриев")],
        ),
        (
            "Президент прибыл с официальным визитом в Анкару.",
            [
                (
                    "ru.event_visit",
                    "официальным визитом в Анкару",
                    "visit",
                    "официальный визит в Анкару",
                )
            ],
        ),
    ],
)
def test_an_event_is_named_in_the_nominative(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "event"), "kind", "name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Стороны подписали соглашение.",
            [("ru.signed", "подписали соглашение", "signing", "подписали соглашение")],
        ),
        (
            "Соглашение подписано вчера.",
            [("ru.paper_signed", "Соглашение подписано", "signing", "соглашение подписано")],
        ),
        (
            "После подписания меморандума гости уехали.",
            [("ru.signing_noun", "подписания меморандума", "signing", "подписание меморандума")],
        ),
    ],
)
def test_a_signing_by_its_verb_participle_or_noun(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "event"), "kind", "name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Закон о выборах приняли.", []),
        ("За год случилось 412 пожаров.", []),
    ],
)
def test_a_title_and_a_count_name_no_event(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "event"), "kind", "name") == expected
