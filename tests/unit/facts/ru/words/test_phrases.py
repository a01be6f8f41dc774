"""Phrases of the text in the nominative."""

import pytest

from baqylau.facts.ru.words import phrases
from tests.unit.facts.reading import analysis


@pytest.mark.parametrize(
    ("written", "nominative"),
    [
        ("региональной службе коммуникаций", "региональная служба коммуникаций"),
        ("одной из участниц", "одна из участниц"),
        ("министерством", "министерство"),
    ],
)
def test_the_head_goes_into_the_nominative_and_the_genitive_stays(
    written: str, nominative: str
) -> None:
    assert phrases.nominative(analysis(written).tokens, written) == nominative


@pytest.mark.parametrize(("name", "small"), [("Аким района", "аким района"), ("МВД", "МВД")])
def test_abbreviations_keep_their_capitals(name: str, small: str) -> None:
    assert phrases.small(name) == small
