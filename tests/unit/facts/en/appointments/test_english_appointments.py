"""Appointments in English that did not happen, or happened to nobody."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    "text",
    [
        "Alma Kim may be appointed minister.",
        "Alma Kim could become mayor.",
        "If Alma Kim resigns, nothing changes.",
        "Alma Kim was not dismissed.",
        "Deputies urged the mayor, Alma Kim, to resign.",
        "He denied that Alma Kim was fired.",
        "Alma Kim was named the best farmer of the region.",
        "The court dismissed the claim of Alma Kim.",
        "Alma Kim became the first woman on the peak.",
    ],
)
def test_nothing(text: str) -> None:
    assert facts(text, "appointment", "en") == []


def test_the_one_dismissed_is_not_the_one_who_dismisses() -> None:
    found = facts("President Alma Kim dismissed Minister Timur Orlov.", "appointment", "en")
    assert summary(found, "person", "action") == [
        ("en.dismissed_x", "dismissed Minister Timur Orlov", "Timur Orlov", "dismissed")
    ]


def test_a_pronoun_is_resolved() -> None:
    text = "Aida Kim left. She was appointed ambassador to Japan."
    found = facts(text, "appointment", "en")
    assert summary(found, "person", "position") == [
        (
            "en.was_appointed",
            "She was appointed ambassador to Japan",
            "Aida Kim",
            "ambassador to Japan",
        )
    ]
