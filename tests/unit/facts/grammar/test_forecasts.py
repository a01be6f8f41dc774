"""The collector of forecasts."""

import re

from baqylau.facts.grammar.forecasts import ForecastCollector
from baqylau.model.span import Span
from tests.unit.facts.reading import analysis

TEXT = "Цены вырастут к весне. Снег."


def test_characters_are_used_once_and_one_word_is_no_forecast() -> None:
    collector = ForecastCollector(analysis(TEXT), [])
    collector.add([Span(0, 21)], "Ким", "first", 0.8)
    collector.add([Span(5, 21)], None, "second", 0.7)
    collector.add([Span(23, 27)], None, "third", 0.7)
    assert [(f.text, f.rule, f.speaker_name) for f in collector.found] == [
        ("Цены вырастут к весне", "first", "Ким")
    ]


def test_the_horizon_has_its_preposition() -> None:
    date = Span(16, 21)
    collector = ForecastCollector(analysis(TEXT), [date], before=re.compile(r"(к\s)$"))
    found = collector.horizon(Span(0, 21))
    assert found
    assert found.text == "к весне"
