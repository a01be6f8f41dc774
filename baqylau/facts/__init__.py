"""Article text in, mentions and facts out; each with the characters it came from.

`EXTRACTORS` names every fact type of every language once. An extractor is a pure function of an
`Analysis`.
"""

from collections.abc import Callable, Iterable

from baqylau.facts import asked, kazakh, russian
from baqylau.facts.analysis import Analysis, Source, analyse
from baqylau.facts.asked import Ask
from baqylau.model.fact import Extraction, Fact

VERSION = "facts-2"
"""Raised with every change that may read an article differently: the archive is then read anew."""

Extractor = Callable[[Analysis], Iterable[Fact]]
EXTRACTORS: dict[str, tuple[Extractor, ...]] = {
    "ru": (
        russian.roles.extract,
        russian.quotes.extract,
        russian.appointments.extract,
        russian.dates.extract,
        russian.amounts.extract,
        russian.attribution.extract,
        russian.documents.extract,
        russian.events.extract,
        russian.forecasts.extract,
    ),
    "kk": (
        kazakh.quotes.quotes,
        kazakh.attribution.attributions,
        kazakh.voices.roles,
        kazakh.dates.extract,
        kazakh.amounts.extract,
    ),
    "en": (),
}


def extract(source: Source, ask: Ask | None = None) -> Extraction:
    """Everything read out of one article, in order of `start`; the same source gives the same
    answer.

    `ask` sends messages to a language model (see `facts.asked`); without it, as by default, rules
    read alone.
    """
    analysis = analyse(source)
    found: dict[tuple[str, int, int, str], Fact] = {}
    for extractor in EXTRACTORS[analysis.language]:
        for fact in extractor(analysis):
            found.setdefault((fact.type, fact.start, fact.end, fact.rule), fact)
    for fact in asked.asked(analysis, tuple(found.values()), ask) if ask else ():
        found.setdefault((fact.type, fact.start, fact.end, fact.rule), fact)
    facts = sorted(found.values(), key=lambda f: (f.start, f.end, f.type, f.rule))
    return Extraction(analysis.language, analysis.mentions, tuple(facts))
