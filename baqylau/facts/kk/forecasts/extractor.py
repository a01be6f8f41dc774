"""Forecasts in a Kazakh text: `инфляция баяулайды деп болжайды`, `X болжамынша, …`, `қар жауады деп
күтіледі`, `баға өсуі мүмкін`.

Comes in: an `Analysis`. Goes out: `Forecast`s. A promise (`мектеп саламыз`) is no forecast, and a
plan only with a figure.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.forecasts import ForecastCollector
from baqylau.facts.kk.attribution.sources import listed as cited
from baqylau.facts.kk.attribution.sources import sources
from baqylau.facts.kk.dates import extractor as dates
from baqylau.facts.kk.quotes import extractor as speech
from baqylau.facts.kk.quotes.subjects import subject
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Forecast, Quote
from baqylau.model.span import Span
from baqylau.model.words import Sentence


def extract(analysis: Analysis) -> Iterable[Forecast]:
    return forecasts(analysis)


@memoized
def forecasts(analysis: Analysis) -> tuple[Forecast, ...]:
    """Every forecast of the text."""
    if not _any_trigger().search(analysis.text.lower()):
        return ()
    collector = ForecastCollector(analysis, dates.extract(analysis), behind=_BEHIND_DATE)
    rules = (_foreseen, _by_forecast, _expected, _weather, _may, _quoted_future, _intended)
    for rule in rules:
        for content, speaker, name, confidence in rule(analysis):
            dated = not name.endswith(_DATED) or collector.has_horizon([content])
            if content.end > content.start and dated:
                collector.add([content], speaker, name, confidence)
    return tuple(collector.found)


_BEHIND_DATE = re.compile(r"\s(?:дейін|қарай|таман|кейін|шейін)(?!\w)")
_Reading = tuple[Span, str | None, str, float]


@memoized
def _quotes(analysis: Analysis) -> tuple[Quote, ...]:
    return tuple(speech.extract(analysis))


def _foreseen(a: Analysis) -> Iterator[_Reading]:
    """`Ұлттық банк инфляция баяулайды деп болжап отыр`: the content of a quote whose verb foresees,
    or the words before `деп болжаймыз`.
    """
    for quote in _quotes(a):
        cue = quote.cue.text.lower() if quote.cue else ""
        if any(x in cue for x in _listed("foresee")) and len(quote.content) == 1:
            yield quote.content[0], quote.speaker_name, "kk.foreseen", 0.8
    for sentence in a.sentences:
        for found in _deep().finditer(a.text, sentence.start, sentence.end):
            start, who = _clause_start(a, sentence, found.start())
            content = _trimmed(a.text, start, found.start())
            plan = (found["verb"] or "").lower() in _listed("plans")
            rule = "kk.planned" if plan else "kk.foreseen"
            if plan and not _has_figure(content.of(a.text).lower()):
                continue  # `Келесі кездесу қазанда өтеді деп жоспарланып отыр`
            if content.of(a.text).endswith(_HAPPENED):
                continue  # `орын алған деген болжам бар`
            if not found["opinion"] or _is_likely(content.of(a.text)):
                yield content, _speaker_at(a, content) or who, rule, 0.75


_HAPPENED = ("ған", "ген", "қан", "кен")


def _clause_start(a: Analysis, sentence: Sentence, offset: int) -> tuple[int, str | None]:
    """Behind the one who foresees, where a name or an office opens the sentence; and its name."""
    first = next(iter(sources(a, sentence.start, min(offset, sentence.start + _SUBJECT))), None)
    if first is None:
        who, begin = subject(a, sentence.start, offset)
        person = who is not None and who.kind == "person" and who.start == sentence.start
        return (begin, speech.name_of(a, who)) if who and person else (sentence.start, None)
    if first.case is not None or first.slot.start > sentence.start + _LEAD:
        return sentence.start, None
    return first.end, first.slot.name


_SUBJECT, _LEAD = 60, 12  # characters


def _by_forecast(a: Analysis) -> Iterator[_Reading]:
    """`Қазгидромет болжамынша, мамырда күн жылынады`"""
    for sentence in a.sentences:
        found = _pattern("phrases").search(a.text, sentence.start, sentence.end) or _outlook(
            a, sentence
        )
        if found is None:
            continue
        content = _trimmed(a.text, found.end(), sentence.end)
        if not _is_ahead(content.of(a.text)):
            continue
        before = list(sources(a, sentence.start, found.start()))
        source = before[-1] if before else None
        quoted = next((q for q in _quotes(a) if q.content[0].overlaps(content)), None)
        speaker = source.slot.name if source else quoted.speaker_name if quoted else None
        yield content, speaker, "kk.by_forecast", 0.85


def _outlook(a: Analysis, sentence: Sentence) -> re.Match[str] | None:
    """`Қазгидромет мәліметінше`: what a weather office says is an outlook."""
    text = sentence_text(a, sentence)
    if not any(x in text for x in _listed("outlook_offices")):
        return None
    return _data().search(a.text, sentence.start, sentence.end)


@cache
def _data() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, cited('data')))})(?!\w)")


def _expected(a: Analysis) -> Iterator[_Reading]:
    """`Келер жылы экономика 5 пайызға өседі деп күтілуде`, `ертең боран күтіледі`"""
    for sentence in a.sentences:
        text = sentence_text(a, sentence)
        found = _closing("expected").search(text)
        if found is None:
            continue
        plan = found[1] in _listed("plans")
        if plan and not _has_figure(text):
            continue
        deep = re.search(r"\sдеп\s+$", text[: found.start(1)])
        end = sentence.start + (deep.start() if deep else found.end(1))
        content = _inside_quote(a, _trimmed(a.text, sentence.start, end))
        rule, sure = ("kk.planned", 0.55) if plan else ("kk.expected", 0.7)
        yield content, _speaker_at(a, content), rule, sure


def _has_figure(text: str) -> bool:
    """A number with a unit, as plans of production and trade have it."""
    return _figure().search(text) is not None


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(rf"\d[\d\s,.–-]{{0,12}}(?:{'|'.join(_listed('figure_units'))})")


def _weather(a: Analysis) -> Iterator[_Reading]:
    """`Түнде елдің солтүстігінде боран соғады`"""
    for sentence in a.sentences:
        text = sentence_text(a, sentence)
        words = {found[0] for found in _weather_words().finditer(text)}
        strong = words - set(_listed("weak_weather"))
        verb = _pattern("weather_verbs").search(text)
        falls = verb is not None and bool(words) and verb[0] in _listed("weather_falls")
        if not strong and not falls and len(words) < _WEATHER_WORDS:
            continue
        if verb and not re.search(r"(?:мыз|міз)\b", text):
            reported = re.search(r",\s*(?:-\s*)?деп\s", text)
            end = sentence.start + reported.start() if reported else sentence.end
            content = _inside_quote(a, _trimmed(a.text, sentence.start, end))
            yield content, _speaker_at(a, content), "kk.weather", 0.7


_WEATHER_WORDS = 2


@cache
def _weather_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_listed('weather'))})")


def _may(a: Analysis) -> Iterator[_Reading]:
    """`инфляция 12 пайызға жетуі мүмкін`; a permission is no forecast."""
    for sentence in a.sentences:
        text = sentence_text(a, sentence)
        found = _may_change().search(text)
        if found is None:
            continue
        end = sentence.start + found.end()
        content = _inside_quote(a, _trimmed(a.text, sentence.start, end))
        content = Span(content.start, min(content.end, end))
        quote = _quote_at(a, content)
        if quote and quote.form == "indirect":
            content = Span(quote.content[0].start, min(quote.content[0].end, end))
        yield content, quote.speaker_name if quote else None, "kk.may", 0.6


def _quoted_future(a: Analysis) -> Iterator[_Reading]:
    """`«Жыл соңына дейін баға 5 пайызға төмендейді», – деді сарапшы`: a figure that will change, by
    a speaker who does not promise it.
    """
    for quote in _quotes(a):
        for span in quote.content:
            for sentence in a.sentences_between(span.start, span.end):
                start, end = max(sentence.start, span.start), min(sentence.end, span.end)
                content = _trimmed(a.text, start, end)
                text = content.of(a.text).lower()
                if _will_change().search(text) and re.search(r"\d", text):
                    yield content, quote.speaker_name, "kk.will_change", 0.55


def _intended(a: Analysis) -> Iterator[_Reading]:
    """`2028 жылға қарай фабрика 50 млн тонна кен өңдейтін болады`: a plan with a figure; the
    collector asks for a date. What somebody means to do (`шығармақ`) is no forecast.
    """
    for sentence in a.sentences:
        text = sentence_text(a, sentence)
        found = _intention().search(text)
        if found is None or not _has_figure(text):
            continue
        content = _inside_quote(a, _trimmed(a.text, sentence.start, sentence.start + found.end()))
        yield content, _speaker_at(a, content), "kk.intended", 0.55


@cache
def _intention() -> re.Pattern[str]:
    """The verb of the sentence, at its end or before a reporting clause."""
    return re.compile(r"\w(?:ат|ет|йт)[ыі]н\sболады(?!\w)(?=\W*$|[\"»”]?\s*,)")


_DATED = (".will_change", ".intended")  # without a date these say how things are, or a promise


def sentence_text(a: Analysis, sentence: Sentence) -> str:
    return a.text[sentence.start : sentence.end].lower()


def _quote_at(a: Analysis, content: Span) -> Quote | None:
    return next((q for q in _quotes(a) for c in q.content if c.overlaps(content)), None)


def _speaker_at(a: Analysis, content: Span) -> str | None:
    quote = _quote_at(a, content)
    return quote.speaker_name if quote else None


def _inside_quote(a: Analysis, content: Span) -> Span:
    """Only the spoken words, where a part of the sentence reports them."""
    quote = _quote_at(a, content)
    part = next((c for c in quote.content if c.overlaps(content)), None) if quote else None
    if part is None:
        return content
    return _trimmed(a.text, max(part.start, content.start), min(part.end, content.end))


def _is_ahead(text: str) -> bool:
    """The words are about the future or a possibility."""
    return _ahead().search(text.lower()) is not None


@cache
def _ahead() -> re.Pattern[str]:
    endings = "|".join(_listed("future"))
    words = "|".join(map(re.escape, (*_listed("may"), *_listed("expected"))))
    return re.compile(rf"\w(?:{endings})(?!\w)|(?<!\w)(?:{words})(?!\w)")


@cache
def _may_change() -> re.Pattern[str]:
    """A verbal noun of change right before `мүмкін`."""
    change = "|".join(map(re.escape, _listed("change")))
    may = "|".join(map(re.escape, _listed("may")))
    return re.compile(rf"(?<!\w)(?:{change})\w{{0,6}}(?:уы|уі|ю[ыі]?|у)\s(?:{may})(?!\w)")


@cache
def _will_change() -> re.Pattern[str]:
    stems = [x for x in _listed("change") if x not in _listed("scheduled")]
    clipped = "|".join(x for x in stems if f"{x}й" in stems)  # ұлғаяды; but ұлғайды is past
    open_stems = "|".join(x for x in stems if x[-1] in _VOWELS and f"{x}й" not in stems)
    closed = "|".join(x for x in stems if x[-1] not in _VOWELS)
    return re.compile(
        rf"(?<!\w)(?:(?:{open_stems})й[дт][ыі]|(?:{closed})[ае]д[ыі]|(?:{clipped})яд[ыі])(?!\w)\W*$"
    )


_VOWELS = frozenset("аәеиоөуұүыіэ")


@cache
def _deep() -> re.Pattern[str]:
    verbs, opinion, nouns = (
        "|".join(map(re.escape, _listed(key)))
        for key in ("foresee", "our_opinion", "foreseen_nouns")
    )
    return re.compile(
        rf"\s(?:деп\s+(?:(?P<verb>{verbs})|(?P<opinion>{opinion}))|деген\s+(?:{nouns}))(?!\w)",
        re.IGNORECASE,
    )


def _is_likely(text: str) -> bool:
    """The future, or how likely something is."""
    return _is_ahead(text) or any(x in text.lower() for x in _listed("likelihood"))


@cache
def _pattern(key: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, _listed(key)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


@cache
def _closing(key: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, _listed(key)))
    return re.compile(rf"(?<!\w)({words})(?!\w)(?=\W*$|\s*,)")


@cache
def _any_trigger() -> re.Pattern[str]:
    nouns = ("foreseen_nouns", "phrases")
    keys = ("foresee", "our_opinion", *nouns, "expected", "may", "weather_verbs", "future")
    words = "|".join(re.escape(x) for k in keys for x in _listed(k))
    return re.compile(rf"(?:{words})(?!\w)")


@cache
def _listed(key: str) -> tuple[str, ...]:
    return tuple(sorted(wordlist("forecasts")[key], key=len, reverse=True))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in ' \n,-–—:«“"':
        start += 1
    while end > start and text[end - 1] in ' \n,.-–—:;»”"':
        end -= 1
    return Span(start, end)
