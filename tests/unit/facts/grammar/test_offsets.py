"""Right offsets give nothing; each wrong one is reported."""

from typing import Any

import pytest

from baqylau.facts.grammar.offsets import wrong_offsets

TEXT = "На ремонт выделено 500 тенге. Об этом сообщил аким."
FACT: dict[str, Any] = {
    "type": "amount",
    "start": 19,
    "end": 28,
    "text": "500 тенге",
    "sentence": [0, 29],
    "of": {"start": 3, "end": 9, "text": "ремонт"},
    "content": [[19, 28], [30, 51]],
    "value": 500.0,
    "speaker": None,
}


def test_right_offsets_give_nothing() -> None:
    assert list(wrong_offsets(TEXT, FACT)) == []


def test_a_quote_may_continue_behind_its_sentence() -> None:
    assert list(wrong_offsets(TEXT, FACT | {"end": 51, "text": TEXT[19:51]})) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"start": 20}, "20:28 is '00 тенге', and it says '500 тенге'"),
        ({"text": "600 тенге"}, "19:28 is '500 тенге', and it says '600 тенге'"),
        ({"end": 900, "sentence": [0, 51]}, "19:900 is outside the text of 51 characters"),
        ({"start": -1}, "-1:28 is outside the text of 51 characters"),
        ({"sentence": [30, 51]}, "19:28 is outside its sentence 30:51"),
        ({"sentence": [0, 99]}, "sentence: 0:99 is outside the text of 51 characters"),
        ({"of": {"start": 4, "end": 9, "text": "ремонт"}}, "of: 4:9 is 'емонт', and it says"),
        ({"of": {"start": 4, "end": 99, "text": "ремонт"}}, "of: 4:99 is outside the text"),
        ({"content": [[19, 28], [30, 52]]}, "content: 30:52 is outside the text"),
        ({"content": [[28, 19]]}, "content: 28:19 is outside the text"),
    ],
)
def test_wrong_offsets_are_reported(change: dict[str, Any], says: str) -> None:
    (fault,) = wrong_offsets(TEXT, FACT | change)
    assert fault.startswith(says)
