"""Names in English texts: what the gold sentences do not show."""

import pytest

from baqylau.facts.analysis import Source, analyse
from baqylau.lang.en import gazetteer


def _names(text: str) -> list[tuple[str, str, str]]:
    return [(m.type, m.text, m.name) for m in analyse(Source(text, language="en")).mentions]


def test_a_surname_gets_the_full_name_also_before_it() -> None:
    found = _names("Kassenov won. Later Daniyar Kassenov sang, and D. Kassenov's band played.")
    assert {name for _, _, name in found} == {"Daniyar Kassenov"}


def test_two_people_with_one_given_name_keep_their_own() -> None:
    found = _names("Alma Kim and Alma Osman came. Kim spoke first.")
    assert found[-1] == ("person", "Kim", "Alma Kim")


def test_an_acronym_in_brackets_is_the_organization_before_it() -> None:
    found = _names("The Steppe Rail Agency (SRA) grew. The SRA hires.")
    assert [name for _, _, name in found] == ["Steppe Rail Agency"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "KATHMANDU, April 25 (Reuters) - Snow fell.",
        "BISHKEK (AP) — Snow fell.",
    ],
)
def test_an_agency_in_a_dateline_is_no_acronym_of_the_place(text: str) -> None:
    assert [kind for kind, _, _ in _names(text)] == ["place", "organization"]


@pytest.mark.parametrize(
    "text",
    [
        "Experts Warn That Prices May Rise Again",
        "The Kazakh team lost on Monday, May 3.",
        "However, the Bible and the Internet differ.",
        "It cost US$5.",
        "South American coffee is cheap.",
    ],
)
def test_capitals_that_name_nobody(text: str) -> None:
    assert _names(text) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Aizhan Bekova", "f"),
        ("Murat Bekov", "m"),
        ("Kassym-Jomart Tokan", "m"),
        ("X. Omarova", "f"),
        ("X. Kim", ""),
    ],
)
def test_gender(name: str, expected: str) -> None:
    assert gazetteer.gender(name) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“", "A", ".", "'s", "Mr.", "of of of", "(("])
def test_texts_of_nothing(text: str) -> None:
    assert _names(text) == []
