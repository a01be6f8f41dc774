"""The extractors of English."""

from baqylau.facts.en.amounts import extractor as amounts
from baqylau.facts.en.appointments import extractor as appointments
from baqylau.facts.en.attribution import extractor as attribution
from baqylau.facts.en.dates import extractor as dates
from baqylau.facts.en.documents import extractor as documents
from baqylau.facts.en.events import extractor as events
from baqylau.facts.en.forecasts import extractor as forecasts
from baqylau.facts.en.quotes import extractor as quotes
from baqylau.facts.en.roles import extractor as roles
from baqylau.facts.grammar.amounts.foreseen import amounts_in_forecasts
from baqylau.facts.pack import Pack
from baqylau.lang.en.wordlists import wordlist

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
