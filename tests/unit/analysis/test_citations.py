"""Names of outlets in any form, and what makes one of them a source."""

import pytest

from baqylau.analysis.citations import OutletNames, citations

NAMES = OutletNames({"tanba": ["Таңба", "tanba.kz"], "herald": ["Степной вестник"]})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("сообщает «Таңба»", ["tanba"]),
        ("рассказали «Таңбе»", ["tanba"]),
        ("«Таңбаның» тілшісі", ["tanba"]),
        ("по данным Tanba.kz,", ["tanba"]),
        ("в «Степном вестнике»", ["herald"]),
        ("Степного вестника", ["herald"]),
        ("степной вестник весны", []),
        ("таңбалау жүйесі", []),
        ("notanba.kz", []),
    ],
)
def test_an_outlet_is_found_in_any_case(text: str, found: list[str]) -> None:
    assert [x[2] for x in NAMES.find(text)] == found


def test_an_edge_points_at_the_characters_of_its_source() -> None:
    text = "Мост закрыт, пишет «Таңба» со ссылкой на «Степной вестник»."
    edges = citations(text, [], NAMES, "kerme")
    assert [(x.origin, x.target, text[x.start : x.end]) for x in edges] == [
        ("self", "tanba", "Таңба"),
        ("tanba", "herald", "Степной вестник"),
    ]


def test_the_same_source_is_one_edge() -> None:
    text = "Мост закрыт, пишет «Таңба». Школа закрыта, сообщает «Таңба»."
    assert len(citations(text, [], NAMES, "kerme")) == 1


def test_an_outlet_does_not_cite_itself() -> None:
    assert citations("Мост закрыт, пишет «Таңба».", [], NAMES, "tanba") == []


def test_a_sentence_has_a_limited_number_of_sources() -> None:
    """Else the work on a hostile sentence of nothing but names grows with its square."""
    names = OutletNames({f"o{x}": [f"Outlet{x}Daily"] for x in range(40)})
    text = ", ".join(f"Outlet{x}Daily reports" for x in range(40))
    found = citations(text, [], names, "kerme")
    assert [x.target for x in found] == [f"o{x}" for x in range(24)]
