"""Forecasts: `По прогнозу Нацбанка, рост составит 5–6%`, `аналитик ожидает, что тенге укрепится`,
`завтра ожидается метель`.

Comes in: an `Analysis`. Goes out: `Forecast`s. A plan or an order ("завод откроют в сентябре") is
no forecast: a forecast has a person or an institution who foresees it, is about the weather, or
gives a figure to come.
"""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.ru.forecasts.outlook import (
    read_conditional,
    read_likely,
    read_may,
    read_outlook_heading,
    read_planned_figure,
    read_weather,
    read_weather_list,
)
from baqylau.facts.ru.forecasts.phrased import read_nameless, read_phrased
from baqylau.facts.ru.forecasts.quoted import read_pointed, read_quote
from baqylau.facts.ru.forecasts.reading import ForecastReading, listed
from baqylau.facts.ru.forecasts.verbs import read_verbs
from baqylau.facts.ru.quotes.extractor import quotes
from baqylau.facts.ru.words.speech import sentence_blocks
from baqylau.model.fact import Forecast


def extract(analysis: Analysis) -> Iterable[Forecast]:
    return forecasts(analysis)


@memoized
def forecasts(analysis: Analysis) -> tuple[Forecast, ...]:
    """Every forecast of the text, by the surest rules first. Cached, since amounts need to know
    whether they are part of a forecast.
    """
    reading = ForecastReading(analysis)
    for quote in quotes(analysis):
        read_quote(reading, quote)
    for before, block in pairwise(sentence_blocks(analysis)):
        read_pointed(reading, before, block)
    for block in sentence_blocks(analysis):
        low = analysis.text[block.start : block.end].lower()
        lemmas = {t.lemma for t in block.words}
        if any(x in low for x in listed("phrases")) or lemmas & listed("outlook_offices"):
            read_phrased(reading, block)
            read_nameless(reading, block)
        if lemmas & _triggers() or any(t.text.lower() in listed("likely") for t in block.words):
            for rule in (read_verbs, read_likely, read_may, read_weather, read_weather_list):
                rule(reading, block)
        read_conditional(reading, block)
        if lemmas & listed("figure_verbs") or "прогноз" in lemmas:
            read_planned_figure(reading, block)
            read_outlook_heading(reading, block)
    return tuple(reading.collector.found)


@cache
def _triggers() -> frozenset[str]:
    """Lemmas of which a sentence with a forecast contains at least one."""
    keys = (
        "foresee",
        "opinion",
        "not_excluded",
        "expected",
        "weather",
        "may",
        "possible",
        "weather_measures",
    )
    return frozenset().union(*(listed(k) for k in keys))
