"""Forecasts by what they are about: weather, a possible change (`нефть может подорожать`), and
planned figures (`добыча составит 90 млн тонн`).

Comes in: a `ForecastReading` and a `SentenceBlock`. Goes out: nothing; the collector keeps what is
found.
"""

from collections.abc import Sequence
from itertools import pairwise

from baqylau.facts.ru.forecasts.reading import ForecastReading, ahead, is_question, listed
from baqylau.facts.ru.words.speech import SentenceBlock, is_finite, trimmed
from baqylau.facts.ru.words.tenses import tells_future
from baqylau.model.words import Token

_NEAR = 12  # words between a weather word and its verb
_FIGURE = 6  # words between a verb of planned figures and its number


def read_likely(r: ForecastReading, block: SentenceBlock) -> None:
    """`Вероятно, к зиме порт замёрзнет.`"""
    words = block.words
    likely = len(words) > 2 and words[0].text.lower() in listed("likely") and words[1].text == ","
    if likely and ahead(words):
        r.add_clause(block, 2, None, "ru.likely", 0.6)


def read_may(r: ForecastReading, block: SentenceBlock) -> None:
    """`Нефть может подорожать до ста долларов`; a permission ("may do") is no forecast."""
    words = block.words
    for at, verb in enumerate(words):
        if verb.lemma not in listed("may") or not is_finite(verb):
            continue
        goal = next((t for t in words[at + 1 : at + 4] if t.feats.get("VerbForm") == "Inf"), None)
        if not goal or goal.lemma not in listed("change") or is_question(words):
            continue
        whole = trimmed(r.a.text, words[0].start, words[-1].end)
        if goal.lemma not in listed("at_any_time") or r.collector.has_horizon([whole]):
            r.add_sentence(block, at, "ru.may", 0.55)


def read_weather(r: ForecastReading, block: SentenceBlock) -> None:
    """`Завтра на юге пройдёт дождь`, `Возможны заморозки`, `Температура воздуха 10–15 градусов`
    under an outlook; `успеют до первого снега` foretells no snow.
    """
    words = block.words
    about = next(
        (
            i
            for i, t in enumerate(words)
            if t.lemma in listed("weather")
            and not any(w.lemma in listed("no_outlook") for w in words[max(0, i - 2) : i])
        ),
        None,
    )
    if about is None:
        return
    verb = next((i for i, t in enumerate(words) if _foretells(t)), None)
    if verb is not None and abs(verb - about) <= _NEAR:
        r.add_sentence(block, verb, "ru.weather", 0.7)


def read_weather_list(r: ForecastReading, block: SentenceBlock) -> None:
    """`Завтра в столице без осадков, ночью до 5 градусов мороза`: an outlook without a verb, with a
    date.
    """
    words = block.words
    measures = {t.lemma for t in words if t.lemma in listed("weather_measures")}
    if len(measures) < _MEASURES or any(t.pos in ("VERB", "AUX") for t in words):
        return
    content = trimmed(r.a.text, words[0].start, words[-1].end)
    if r.collector.has_horizon([content]):
        r.collector.add([content], r.speaker_at(content), "ru.weather_list", 0.6)


_MEASURES = 2  # different weather words


def read_conditional(r: ForecastReading, block: SentenceBlock) -> None:
    """`При сохранении сухой погоды аграрии завершат уборку к 1 октября.`"""
    low = r.a.text[block.start : block.start + _CONDITION].lower()
    if not low.startswith(tuple(listed("conditions"))):
        return
    verb = next((i for i, t in enumerate(block.words) if _foretells(t)), None)
    if verb is not None and not is_question(block.words):
        r.add_sentence(block, verb, "ru.conditional", 0.6)


_CONDITION = 24  # characters of the words that set a condition


def _foretells(token: Token) -> bool:
    """A verb in the future that is no aside of the author (`напомним`), or `возможны`."""
    if tells_future(token):
        return token.feats.get("Person") != "1"
    return token.text.lower() in listed("possible")


def read_planned_figure(r: ForecastReading, block: SentenceBlock) -> None:
    """`В 2025 году добыча составит 96 млн тонн`: a measure in the future with a number and a date,
    which nobody promises.
    """
    words = block.words
    for at, verb in enumerate(words):
        if verb.lemma not in listed("figure_verbs") or not tells_future(verb):
            continue
        if verb.feats.get("Person") == "1" or is_question(words):
            continue
        measured = any(t.lemma in listed("measured") for t in words[max(0, at - _NEAR) : at + 4])
        whole = trimmed(r.a.text, words[0].start, words[-1].end)
        dated = r.collector.has_horizon([whole])
        if measured and dated and _has_figure(words[at : at + _FIGURE]):
            r.add_sentence(block, at, "ru.planned_figure", 0.55)
            return


def _has_figure(words: Sequence[Token]) -> bool:
    """A number that is no year."""
    return any(t.text[0].isdigit() and not n.lemma.startswith("год") for t, n in pairwise(words))


def read_outlook_heading(r: ForecastReading, block: SentenceBlock) -> None:
    """`Прогноз на 2025 год – рост на 5%`: the noun with its horizon and a figure, without a verb in
    the past.
    """
    words = block.words
    for at, token in enumerate(words[:-2]):
        if token.lemma != "прогноз" or words[at + 1].text.lower() != "на":
            continue
        past = any(t.feats.get("Tense") == "Past" for t in words)
        dash = next((i for i in range(at, len(words)) if words[i].text in ("–", "—", ":")), None)
        if not past and dash is not None and any(t.text[0].isdigit() for t in words[dash:]):
            r.add_clause(block, at, None, "ru.outlook", 0.5)
            return
