"""Reads mentions and facts out of an article's text, each with the characters it was read from.

Comes in: a `Source`, the article's text and what is known of it. Goes out: an `Extraction`.
`EXTRACTORS` lists the extractors of every language in the order in which they run; an extractor is
a pure function of an `Analysis`.
"""

from collections.abc import Callable, Iterable

from baqylau.facts import kk, llm_reader, ru
from baqylau.facts.analysis import Analysis, Source, analyse
from baqylau.facts.llm_reader import Ask
from baqylau.model.fact import Extraction, Fact

VERSION = "facts-3"
"""Raised with every change that may change the answer for some article: the archive is then read
again.
"""

Extractor = Callable[[Analysis], Iterable[Fact]]
EXTRACTORS: dict[str, tuple[Extractor, ...]] = {
    "ru": (
        ru.roles.extract,
        ru.quotes.extract,
        ru.appointments.extract,
        ru.dates.extract,
        ru.amounts.extract,
        ru.attribution.extract,
        ru.documents.extract,
        ru.events.extract,
        ru.forecasts.extract,
    ),
    "kk": (
        kk.quotes.extract,
        kk.attribution.extract,
        kk.speaker_resolver.roles,
        kk.dates.extract,
        kk.amounts.extract,
    ),
    "en": (),
}


def extract(source: Source, ask: Ask | None = None) -> Extraction:
    """All mentions and facts of one article, in order of `start`; the same source always gives the
    same answer.

    `ask` sends messages to a language model (see `facts.llm_reader`); without it, which is the
    default, only rules read.
    """
    analysis = analyse(source)
    found: dict[tuple[str, int, int, str], Fact] = {}
    for extractor in EXTRACTORS[analysis.language]:
        for fact in extractor(analysis):
            found.setdefault((fact.type, fact.start, fact.end, fact.rule), fact)
    for fact in llm_reader.facts_from_model(analysis, tuple(found.values()), ask) if ask else ():
        found.setdefault((fact.type, fact.start, fact.end, fact.rule), fact)
    facts = sorted(found.values(), key=lambda f: (f.start, f.end, f.type, f.rule))
    return Extraction(analysis.language, analysis.mentions, tuple(facts))
