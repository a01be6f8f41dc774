"""Names of outlets in any form, and what makes one of them a source."""

from typing import Any

import pytest

from baqylau.analysis.citations import citations
from baqylau.analysis.outlet_names import OutletNames, finder
from baqylau.model.brand import brand_of
from baqylau.model.outlet import Outlet

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


def test_a_source_does_not_cite_itself() -> None:
    edges = citations("Мост закрыт, пишет «Таңба» со ссылкой на «Таңбу».", [], NAMES, "kerme")
    assert [(x.origin, x.target) for x in edges] == [("self", "tanba")]


def test_the_same_source_is_one_edge() -> None:
    text = "Мост закрыт, пишет «Таңба». Школа закрыта, сообщает «Таңба»."
    assert len(citations(text, [], NAMES, "kerme")) == 1


def test_an_outlet_does_not_cite_itself() -> None:
    assert citations("Мост закрыт, пишет «Таңба».", [], NAMES, "tanba") == []


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("Огонь погасили, передаёт корреспондент «Таңба».", [("self", "tanba")]),
        ("Как стало известно «Таңбе», завод продали.", [("self", "tanba")]),
        ("Источник: tanba.kz", [("self", "tanba")]),
        ("Дереккөз: tanba.kz", [("self", "tanba")]),
        (
            "По информации газеты «Степной вестник», цех закрыт, передаёт «Таңба».",
            [("tanba", "herald"), ("self", "tanba")],
        ),
        (
            "Бұл туралы «Степной вестник» газетіне сілтеме жасап, «Таңба» жазды.",
            [("tanba", "herald"), ("self", "tanba")],
        ),
        (
            "Со ссылкой на «Степной вестник» об этом пишет «Таңба».",
            [("tanba", "herald"), ("self", "tanba")],
        ),
        ("Суд обязал «Таңбу» опубликовать опровержение.", []),
        ("A reporter for Tanba.kz was detained, reports said.", []),
        ("Корреспондент «Таңбы» побывал на месте, где рассказали о пожаре.", []),
    ],
)
def test_who_passes_on_whose_words(text: str, edges: list[tuple[str, str]]) -> None:
    found = citations(text, [], NAMES, "kerme")
    assert [(x.origin, x.target) for x in found] == edges


def test_a_sentence_of_many_names_costs_no_more_than_its_length() -> None:
    text = "сообщает «Таңба» и " * 20_000
    assert len(citations(text, [], NAMES, "kerme")) == 1


# The registry's names
# --------------------------------------------------------------------------------------------------


def outlet(outlet_id: str, name: str, home: str, **more: Any) -> Outlet:
    return Outlet(outlet_id, name, home, "kz", ("ru",), "Asia/Almaty", (), **more)


GIVEN = (
    outlet("tanba", "Tanbanews.kz", "https://tanbanews.kz/", also=("Таңба ньюс",)),
    outlet("tanba-kk", "Tanbanews.kz", "https://kaz.tanbanews.kz/"),
    outlet("keng", "Простор", "https://keng.kz/", ordinary=True),
    outlet("saray", "Дворец", "https://saray.gov.kz/", also=("Сарай",), official=True),
    outlet("ush", "Хроника (выдуманная)", "https://ush.kz/"),
    outlet("tort", "Хроника", "https://tort.kz/"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("пишет Tanbanews.kz", ["tanba"]),
        ("пишет Tanbanews", ["tanba"]),
        ("kaz.tanbanews.kz хабарлады", ["tanba"]),
        ("пишет «Таңба ньюс»", ["tanba"]),
        ("Простор степи сообщает покой", []),
        ("сообщает «Простор»", ["keng"]),
        ("сообщает газета Простор", ["keng"]),
        ("сообщает keng.kz", ["keng"]),
        ("сообщает Дворец", []),  # an office is not called by its holder or building
        ("сообщает Сарай", ["saray"]),
        ("сообщает «Хроника»", []),  # two outlets have this name
    ],
)
def test_names_of_the_registry(text: str, found: list[str]) -> None:
    assert [x[2] for x in finder(GIVEN).find(text)] == found


def test_an_official_outlet_is_an_official_source() -> None:
    (edge,) = citations("Указ подписан, сообщает Сарай.", [], finder(GIVEN), "ush")
    assert (edge.target, edge.layer) == ("saray", "official")


@pytest.mark.parametrize(
    ("outlet_id", "known", "brand"),
    [
        ("nur-kk", ("nur", "nur-kk"), "nur"),
        ("inform-ru", ("inform-kk", "inform-ru"), "inform"),
        ("kun-uz", ("kun-uz", "kun-uz-en"), "kun-uz"),
        ("kun-uz-en", ("kun-uz", "kun-uz-en"), "kun-uz"),
        ("vb-kg", ("vb-kg", "other"), "vb-kg"),
        ("gazeta-uz-cyrl", ("gazeta-uz", "gazeta-uz-cyrl"), "gazeta-uz"),
        ("azattyq-asia", ("azattyq", "azattyq-asia"), "azattyq-asia"),
    ],
)
def test_editions_are_one_brand(outlet_id: str, known: tuple[str, ...], brand: str) -> None:
    assert brand_of(outlet_id, known) == brand
