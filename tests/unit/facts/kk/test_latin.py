"""Kazakh in Latin letters: the facts have the places and the words of the printed text."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from baqylau.facts import extract
from baqylau.facts.analysis import Source
from baqylau.model.fact import Slot

TEXTS = {
    "acute": "Qarjy mınıstri Erlan Sataev bıýdjet ósetinin aıtty. «Jańa mektep ashyldy, oǵan 3 "
    "mlrd teńge bólindi», – dedi Sataev.",
    "macron": "Qarjy ministrı Erlan Sataev biudjet ösetının aitty. «Jaña mektep aşyldy, oğan 3 "
    "mlrd teñge bölındı», – dedı Sataev.",
}


def _slots(value: Any) -> Iterator[Slot]:
    if isinstance(value, Slot):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _slots(one)


@pytest.mark.parametrize("language", ["kk", None])
@pytest.mark.parametrize("spelling", TEXTS)
def test_facts_stand_where_they_are_printed(spelling: str, language: str | None) -> None:
    text = TEXTS[spelling]
    found = extract(Source(text, language=language))
    assert found.language == "kk"
    for one in (*found.mentions, *found.facts):
        assert text[one.start : one.end] == one.text
        for slot in (x for f in fields(one) for x in _slots(getattr(one, f.name))):
            assert text[slot.start : slot.end] == slot.text


@pytest.mark.parametrize("spelling", TEXTS)
def test_what_is_read(spelling: str) -> None:
    text = TEXTS[spelling]
    facts = extract(Source(text, language="kk")).facts
    quotes = [f for f in facts if f.type == "quote"]
    assert [q.speaker_name for q in quotes] == ["Ерлан Сатаев"] * 2
    direct = quotes[-1].content[0]
    assert direct.of(text) == text[text.index("«") + 1 : text.index("»")]
    amount = next(f for f in facts if f.type == "amount")
    assert (amount.value, amount.currency) == (3_000_000_000, "KZT")
    assert any(f.type == "role" and f.person.text == "Erlan Sataev" for f in facts)


def test_another_language_in_latin_letters_is_left_alone() -> None:
    text = "Finance Minister Erlan Satayev said the budget would grow by 5 percent."
    found = extract(Source(text))
    assert found.language == "en"
    assert all(text[m.start : m.end] == m.text for m in found.mentions)
