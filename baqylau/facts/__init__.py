"""Reads mentions and facts out of an article's text, each with the characters it was read from.

Comes in: a `Source`, the article's text and what is known of it. Goes out: an `Extraction`.
`PACKS` holds the extractors of every language in the order in which they run.
"""

from collections.abc import Sequence
from dataclasses import replace

from baqylau.facts import llm_reader
from baqylau.facts.analysis import Source, analyse
from baqylau.facts.en import pack as en
from baqylau.facts.grammar import lookalikes
from baqylau.facts.kk import pack as kk
from baqylau.facts.kk.latin import in_cyrillic
from baqylau.facts.llm_reader import Ask
from baqylau.facts.ru import pack as ru
from baqylau.model.fact import Extraction, Fact

VERSION = "facts-7"
"""Raised with every change that may change the answer for some article: the archive is then read
again.
"""

PACKS = {"ru": ru.PACK, "kk": kk.PACK, "en": en.PACK}
"""What each language brings."""


def extract(source: Source, ask: Ask | None = None) -> Extraction:
    """All mentions and facts of one article, in order of `start`; the same source always gives the
    same answer.

    `ask` sends messages to a language model (see `facts.llm_reader`); without it, which is the
    default, only rules read. A text that is said to be in a language without a pack has no mentions
    and no facts: rules of another language would guess.
    """
    if source.language and source.language not in PACKS:
        return Extraction(source.language, (), ())
    whole = lookalikes.without_soft_hyphens(source.text)
    if whole is not None:
        read = extract(replace(source, text=whole.text), ask)
        return lookalikes.as_printed(read, source.text, whole.offsets)
    latin = in_cyrillic(source)
    if latin is not None:
        read = _extracted(replace(source, text=latin.text, language="kk"), ask)
        return lookalikes.as_printed(read, source.text, latin.offsets)
    text = lookalikes.folded(source.text)
    if text == source.text:
        return _extracted(source, ask)
    return lookalikes.as_printed(_extracted(replace(source, text=text), ask), source.text)


def _extracted(source: Source, ask: Ask | None) -> Extraction:
    analysis = analyse(source)
    found: dict[tuple[str, int, int, str], Fact] = {}
    for extractor in PACKS[analysis.language].extractors:
        for fact in extractor(analysis):
            found.setdefault((fact.type, fact.start, fact.end, fact.rule), fact)
    for fact in llm_reader.facts_from_model(analysis, tuple(found.values()), ask) if ask else ():
        found.setdefault((fact.type, fact.start, fact.end, fact.rule), fact)
    facts: Sequence[Fact] = sorted(found.values(), key=lambda f: (f.start, f.end, f.type, f.rule))
    for finish in PACKS[analysis.language].finish:
        facts = finish(analysis, facts)
    return Extraction(analysis.language, analysis.mentions, tuple(facts))
