"""The extractors of Kazakh."""

from baqylau.facts.grammar.amounts.foreseen import amounts_in_forecasts
from baqylau.facts.kk.amounts import extractor as amounts
from baqylau.facts.kk.appointments import extractor as appointments
from baqylau.facts.kk.attribution import extractor as attribution
from baqylau.facts.kk.dates import extractor as dates
from baqylau.facts.kk.documents import extractor as documents
from baqylau.facts.kk.events import extractor as events
from baqylau.facts.kk.forecasts import extractor as forecasts
from baqylau.facts.kk.quotes import extractor as quotes
from baqylau.facts.kk.roles import extractor as roles
from baqylau.facts.pack import Pack
from baqylau.lang.kk.wordlists import wordlist

PACK = Pack(
    (
        quotes.extract,
        attribution.extract,
        roles.extract,
        appointments.extract,
        documents.extract,
        events.extract,
        forecasts.extract,
        dates.extract,
        amounts.extract,
    ),
    finish=(amounts_in_forecasts(wordlist("amounts")["modality"]["compared"]),),
)
