"""The extractors of Kazakh."""

from baqylau.facts.grammar.amounts.foreseen import amounts_in_forecasts
from baqylau.facts.kk.amounts import extractor as amounts
from baqylau.facts.kk.attribution import extractor as attribution
from baqylau.facts.kk.dates import extractor as dates
from baqylau.facts.kk.quotes import extractor as quotes
from baqylau.facts.kk.speakers import resolver
from baqylau.facts.pack import Pack
from baqylau.lang.kk.wordlists import wordlist

PACK = Pack(
    (
        quotes.extract,
        attribution.extract,
        resolver.roles,
        dates.extract,
        amounts.extract,
    ),
    finish=(amounts_in_forecasts(wordlist("amounts")["modality"]["compared"]),),
)
