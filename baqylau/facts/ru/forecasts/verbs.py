"""Forecasts by a verb: `Ожидается, что …`, `МВФ ждёт, что …`, `банк прогнозирует рост …`, `не
исключают вспышки`.

Comes in: a `ForecastReading` and a `SentenceBlock`. Goes out: nothing; the collector keeps what is
found.
"""

from collections.abc import Sequence

from baqylau.facts.ru.forecasts.reading import ForecastReading, ahead, is_question, listed
from baqylau.facts.ru.quotes.according import phrases
from baqylau.facts.ru.quotes.extractor import name_of
from baqylau.facts.ru.words.clauses import clause_end, complement
from baqylau.facts.ru.words.speech import SentenceBlock, is_finite, trimmed
from baqylau.model.words import Token

_LONGEST = 45  # words of a forecast that stands before its verb
_STARTS = frozenset({",", ";", ":", "–", "—", "«"})


def read_verbs(r: ForecastReading, block: SentenceBlock) -> None:
    for at, verb in enumerate(block.words):
        low = verb.text.lower()
        if verb.lemma in listed("expected") and is_finite(verb):
            _impersonal(r, block, at)
        elif low in listed("sure") or (is_finite(verb) and _foresees(block, at)):
            _reported(r, block, at)


def _foresees(block: SentenceBlock, at: int) -> bool:
    words = block.words
    if words[at].lemma in listed("foresee") | listed("opinion"):
        return True
    return words[at].lemma in listed("not_excluded") and at > 0 and words[at - 1].lemma == "не"


def _impersonal(r: ForecastReading, block: SentenceBlock, at: int) -> None:
    """`завтра ожидается метель`, `Прогнозируется, что …`"""
    words = block.words
    if words[at].feats.get("Tense") == "Past":
        return  # `ожидалось, что`: by now one knows
    what = complement(words, at)
    if what is not None:
        r.add_clause(block, what + 1, None, "ru.expected_that", 0.75)
        return
    if at == 1 and words[0].text.lower() == "как" and len(words) > _ASIDE and words[2].text == ",":
        r.add_clause(block, _ASIDE, None, "ru.expected_that", 0.75)  # `Как ожидается, …`
        return
    if words[at].lemma == "предполагаться" and _plans(words, at):
        return  # `предполагается построить` is a plan
    first = _clause_start(words, at)
    last = next(
        (
            i
            for i in range(at + 1, len(words))
            if words[i].text in (",", ";", ".", "»") and not _lists(words, i)
        ),
        len(words),
    )
    if not is_question(words):
        content = trimmed(r.a.text, words[first].start, words[last - 1].end)
        speaker = r.speaker_at(content) or _by_data(r, block)
        r.collector.add([content], speaker, "ru.expected", 0.65)


_ASIDE = 3  # words of `Как ожидается,`


def _plans(words: Sequence[Token], at: int) -> bool:
    return any(t.feats.get("VerbForm") == "Inf" for t in words[at + 1 : at + 3])


def _clause_start(words: Sequence[Token], at: int) -> int:
    """Where the clause of the verb begins. A comma ends another clause only where that has a verb:
    `В среду, 6 ноября, на юге ожидается снег` is one. What `По данным X,` says is no content.
    """
    first = 0
    for i in range(at):
        if words[i].text not in _STARTS:
            continue
        own = words[first:i]
        source = bool(own) and own[0].text.lower() in listed("sources_and_asides")
        if (
            words[i].text != ","
            or source
            or not any(t.text[0].isdigit() for t in words[first:at])
            or any(is_finite(t) for t in own)
        ):
            first = i + 1
    return first


def _by_data(r: ForecastReading, block: SentenceBlock) -> str | None:
    """`По данным гидрометцентра, ожидается туман`: the source that the sentence names."""
    found = next(iter(phrases(r.a, block)), None)
    return name_of(r.a, found.speaker_mention) if found else None


def _reported(r: ForecastReading, block: SentenceBlock, at: int) -> None:
    """`аналитик ожидает, что …`, `ждут падения спроса`"""
    words, verb = block.words, block.words[at]
    if _is_over(words, at):
        return
    what = complement(words, at)
    if what is not None:
        end = clause_end(words, what + 1)
        needs = verb.lemma in listed("opinion") or verb.lemma in listed("warning")
        if not needs or ahead(words[what + 1 : end]):
            r.add_clause(block, what + 1, r.subject(block, at, what), "ru.foresees_that", 0.75)
        return
    if verb.lemma not in listed("foresee_object") or at + 1 >= len(words):
        return
    head = next((t for t in words[at + 1 : at + 4] if t.pos == "NOUN"), None)
    if (
        head is None
        or head.feats.get("Case") not in ("Acc", "Gen")
        or any(t.text in ",:«" for t in words[at + 1 : at + 2])
    ):
        _before(r, block, at)
    elif verb.lemma not in listed("await") or head.lemma in listed("awaited") | listed("weather"):
        r.add_clause(block, at + 1, r.subject(block, at, at + 1), "ru.foresees", 0.65)


def _is_over(words: Sequence[Token], at: int) -> bool:
    """`Мы надеялись, что она придёт`, `верно предсказал дату`: by now one knows."""
    verb = words[at]
    hoped = verb.lemma in listed("hoped") and verb.feats.get("Tense") == "Past"
    return hoped or any(t.text.lower() in listed("rightly") for t in words[max(0, at - 2) : at])


def _before(r: ForecastReading, block: SentenceBlock, at: int) -> None:
    """`Дожди с грозой прогнозируют в области`: the content of the forecast stands before the
    verb.
    """
    words = block.words
    named = any(t.lemma in listed("weather") | listed("awaited") for t in words[:at])
    if at and words[at].feats.get("Number") == "Plur" and named and len(words) < _LONGEST:
        end = clause_end(words, 0)
        content = trimmed(r.a.text, words[0].start, words[end - 1].end)
        r.collector.add([content], None, "ru.foreseen_first", 0.6)


def _lists(words: Sequence[Token], comma: int) -> bool:
    """Whether the comma separates items of what is expected: `ожидаются снег, метель`."""
    return (
        words[comma].text == ","
        and comma + 2 < len(words)
        and words[comma + 1].feats.get("Case") == "Nom"
        and words[comma + 1].pos == "NOUN"
    )
