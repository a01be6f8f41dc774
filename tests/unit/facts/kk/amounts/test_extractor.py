"""What a Kazakh number measures."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Мектепке 12 млн теңге бөлінді.", [("kk.money", "12 млн теңге", "money", 12000000.0)]),
        ("Баға 5 пайызға өсті.", [("kk.percent", "5 пайызға", "percent", 5.0)]),
        ("Жол ұзындығы 45 шақырым.", [("kk.measure", "45 шақырым", "measure", 45.0)]),
        ("Бағдарлама екі жылға созылды.", [("kk.duration", "екі жылға", "duration", 2.0)]),
        ("Табыс 2,5 есе өсті.", [("kk.times", "2,5 есе", "ratio", 2.5)]),
    ],
)
def test_a_number_measures_what_its_unit_says(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount", "kk"), "quantity", "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Матч 3:2 есебімен аяқталды.", []),
    ],
)
def test_a_score_measures_nothing(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount", "kk"), "quantity", "value") == expected


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Айыппұл 27,300 теңге болды.", 27_300),
        ("Құны 7.340.000 теңге.", 7_340_000),
        ("Жүлде $7,340,000 құрады.", 7_340_000),
        ("Мектепке 640млн теңге бөлінді.", 640_000_000),
        ("Доллар бағамы 498,125 теңге болды.", 498.125),
    ],
)
def test_a_mark_parts_thousands_or_a_fraction_by_what_is_measured(
    sentence: str, value: float
) -> None:
    assert [x["value"] for x in facts(sentence, "amount", "kk")] == [value]
