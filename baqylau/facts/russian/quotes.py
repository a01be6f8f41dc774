"""Who said what in Russian: direct, indirect and partly quoted speech with its speaker.

Comes in: an `Analysis`. Goes out: `Quote`s. Direct speech is read first; indirect rules leave its characters alone.
"""

from collections.abc import Iterable

from baqylau.facts.analysis import Analysis
from baqylau.facts.russian.direct import direct
from baqylau.facts.russian.indirect import indirect
from baqylau.facts.russian.voices import Voices
from baqylau.model.fact import Quote


def extract(analysis: Analysis) -> Iterable[Quote]:
    voices = Voices(analysis)
    spoken = list(direct(analysis, voices))
    taken = [span for quote in spoken for span in quote.content]
    return [*spoken, *indirect(analysis, voices, taken)]
