"""The extractors of Kazakh."""

from baqylau.facts.kk.amounts import extractor as amounts
from baqylau.facts.kk.attribution import extractor as attribution
from baqylau.facts.kk.dates import extractor as dates
from baqylau.facts.kk.quotes import extractor as quotes
from baqylau.facts.kk.speakers import resolver
from baqylau.facts.pack import Pack

PACK = Pack(
    (
        quotes.extract,
        attribution.extract,
        resolver.roles,
        dates.extract,
        amounts.extract,
    )
)
