"""Layers of sources and datelines, for every language."""

import pytest

from baqylau.facts.grammar.attribution import dateline, layer_cues, layer_of
from tests.unit.facts.reading import analysis

CUES = layer_cues(
    {
        "newsrooms": ["вестник"],
        "press": ["газета"],
        "between": ["портал"],
        "official": ["министерство"],
        "official_stems": ["полиц"],
        "networks": ["telegram"],
    }
)


@pytest.mark.parametrize(
    ("name", "lemmas", "layer"),
    [
        ("Дала.kz", [], "self"),
        ("Вестник дня", [], "cited"),
        ("Степь", ["газета"], "cited"),
        ("Orda.kz", [], "cited"),
        ("Новости.нет", [], "cited"),
        ("минтруда", ["министерство"], "official"),
        ("полиция области", [], "official"),
        ("Telegram", [], "social"),
        ("Reuters", [], "cited"),
        ("завод", [], "official"),
    ],
)
def test_a_source_has_one_layer(name: str, lemmas: list[str], layer: str) -> None:
    a = analysis("Текст.", outlet="Дала")
    assert layer_of(a, name, lemmas, CUES, in_marks=False) == layer


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("АСТАНА. КАЗИНФОРМ – Мост открыт.", "Казинформ"),
        ("Астана. 13 июня. КазТАГ — Мост открыт.", "КазТАГ"),
        ("Как сообщает агентство Казинформ – мост открыт.", None),
        ("Мост открыт.", None),
    ],
)
def test_an_agency_before_a_dash_opens_the_text(text: str, source: str | None) -> None:
    found = [f.source.name for f in dateline(analysis(text), ["КАЗИНФОРМ", "КазТАГ"], "x")]
    assert found == ([source] if source else [])
