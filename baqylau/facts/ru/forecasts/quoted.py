"""Forecasts in reported speech: `аналитик ожидает, что тенге укрепится`, and the sentence before
`Такой прогноз приводит министерство`.

Comes in: a `ForecastReading`. Goes out: nothing; the collector keeps what is found.
"""

from collections.abc import Sequence

from baqylau.facts.ru.forecasts.reading import ForecastReading, ahead, is_question, listed
from baqylau.facts.ru.words.speech import SentenceBlock, is_finite
from baqylau.facts.ru.words.tenses import tells_future
from baqylau.lang.ru.positions import group
from baqylau.model.fact import Quote
from baqylau.model.span import Span
from baqylau.model.words import Token

_POINTER = 24  # characters in which a pointing phrase stands


def read_quote(r: ForecastReading, quote: Quote) -> None:
    """A quote whose cue is a verb of foreseeing, or of opinion with words in the future."""
    cue = r.a.tokens_in(quote.cue.start, quote.cue.end) if quote.cue else ()
    low = quote.cue.text.lower() if quote.cue else ""
    foreseen = any(t.lemma in listed("foresee") for t in cue) or any(
        x in low for x in listed("foresee_stems")
    )
    thought = (
        any(t.lemma in listed("opinion") for t in cue)
        or low in listed("sure")
        or any(x in low for x in listed("phrases"))
    )
    hoped = any(t.lemma in listed("hoped") and t.feats.get("Tense") == "Past" for t in cue)
    for content in () if hoped else r.pieces(quote.content):  # `Мы надеялись, что`: it is over
        words = r.words(content)
        if is_question(words):
            continue
        rule, sure = _rule(r, quote, content, words, foreseen=foreseen, thought=thought)
        if rule:
            r.collector.add(content, quote.speaker_name, rule, sure)


def _rule(
    r: ForecastReading,
    quote: Quote,
    content: Sequence[Span],
    words: Sequence[Token],
    *,
    foreseen: bool,
    thought: bool,
) -> tuple[str | None, float]:
    """The rule that makes a sentence of the quote a forecast, and its confidence."""
    if foreseen and (ahead(words) or _changes(words) or _awaits(words)):
        return "ru.foreseen", 0.8
    first_person = any(t.feats.get("Person") == "1" for t in words)
    opinion = _by_expert(quote) and ahead(words) and not first_person
    if opinion and r.collector.has_horizon(content):
        return "ru.expert_ahead", 0.6
    if _thinks(words) and ahead(words) and r.collector.has_horizon(content):
        return "ru.thought_ahead", 0.65
    if (thought and ahead(words)) or any(t.lemma in listed("expected") for t in words):
        return "ru.thought_ahead", 0.65
    return ("ru.effect_ahead", 0.55) if _has_effect(words) else (None, 0.0)


def read_pointed(r: ForecastReading, before: SentenceBlock, block: SentenceBlock) -> None:
    """`Дефицит достигнет 3 млрд. Такой прогноз приводит министерство.`"""
    low = r.a.text[block.start : block.start + _POINTER].lower()
    if not low.startswith(tuple(listed("pointing"))) or not ahead(before.words):
        return
    verb = next((t for t in block.words if is_finite(t)), None)
    at = block.words.index(verb) if verb else 0
    mention = (
        r.finder.subject(block.words[:at], block.words[at + 1 :], verb, after_first=True)
        if verb
        else None
    )
    r.add_clause(before, 0, mention, "ru.pointed_at", 0.75)


def _awaits(words: Sequence[Token]) -> bool:
    """`Осенью ждём новых отставок`: what the speaker awaits."""
    return any(t.lemma in listed("await") and t.feats.get("Person") == "1" for t in words)


def _thinks(words: Sequence[Token]) -> bool:
    """`Думаю, через год мы увидим результат`: the sentence begins with the speaker's opinion."""
    return (
        len(words) > _FEWEST
        and words[0].lemma in listed("opinion")
        and words[0].feats.get("Person") == "1"
        and words[1].text == ","
    )


_FEWEST = 3  # words of a sentence with an opinion before it


def _by_expert(quote: Quote) -> bool:
    role = (quote.speaker_role or "").lower().split()
    return any(group(w) == "expert" for w in role)


def _has_effect(words: Sequence[Token]) -> bool:
    """`Коридор превратит регион в хаб`: a thing will have an effect on something else. `мы укрепим`
    is a promise and `скажем` only an aside: neither is a forecast.
    """
    effect = any(tells_future(t) and t.lemma in listed("effects") for t in words)
    return effect and not any(
        t.feats.get("Person") == "1" and t.text.lower() != "скажем" for t in words
    )


def _changes(words: Sequence[Token]) -> bool:
    """`рост экспорта на 5%`: a noun of change without a verb."""
    return any(t.lemma in listed("awaited") for t in words) and not any(
        t.feats.get("Tense") == "Past" for t in words
    )
