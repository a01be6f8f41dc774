"""Appointments in a Kazakh text."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ерлан Сатаев облыс әкімі болып тағайындалды.",
            ("kk.appointed", "appointed", "Ерлан Сатаев", "облыс әкімі"),
        ),
        (
            "Президент Айдос Ерболовты қорғаныс министрі етіп тағайындады.",
            ("kk.appointed_by", "appointed", "Айдос Ерболов", "қорғаныс министрі"),
        ),
        (
            "Ұлттық банк төрағасы қызметінен Айдар Серіков босатылды.",
            ("kk.dismissed_from", "dismissed", "Айдар Серіков", "төраға"),
        ),
        (
            "Марат Әбілов отставкаға кетті.",
            ("kk.left_post", "dismissed", "Марат Әбілов", None),
        ),
        (
            "Депутат Берік Асановтың өкілеттігі тоқтатылды.",
            ("kk.left_post", "dismissed", "Берік Асанов", "депутат"),
        ),
    ],
)
def test_who_was_appointed_or_left(sentence: str, expected: tuple[object, ...]) -> None:
    found = summary(facts(sentence, "appointment", "kk"), "action", "person", "position")
    assert [(x[0], *x[2:]) for x in found] == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Серік Ахметов әкім болып тағайындалуы мүмкін.",
        "Егер Марат Әбілов қызметінен босатылса, жиын өтеді.",
        "Айгүл Омарова әлем чемпионы атанды.",
        "Депутаттар министрді қызметінен босатуды талап етті.",
    ],
)
def test_what_did_not_happen_is_no_appointment(sentence: str) -> None:
    assert facts(sentence, "appointment", "kk") == []
