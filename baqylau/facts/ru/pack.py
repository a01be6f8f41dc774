"""The extractors of Russian."""

from baqylau.facts.grammar.amounts.foreseen import amounts_in_forecasts
from baqylau.facts.pack import Pack
from baqylau.facts.ru.amounts import extractor as amounts
from baqylau.facts.ru.appointments import extractor as appointments
from baqylau.facts.ru.attribution import extractor as attribution
from baqylau.facts.ru.dates import extractor as dates
from baqylau.facts.ru.documents import extractor as documents
from baqylau.facts.ru.events import extractor as events
from baqylau.facts.ru.forecasts import extractor as forecasts
from baqylau.facts.ru.quotes import extractor as quotes
from baqylau.facts.ru.roles import extractor as roles
from baqylau.lang.ru.wordlists import wordlist

PACK = Pack(
    (
        roles.extract,
        quotes.extract,
        appointments.extract,
        dates.extract,
        amounts.extract,
        attribution.extract,
        documents.extract,
        events.extract,
        forecasts.extract,
    ),
    finish=(amounts_in_forecasts(wordlist("amounts")["modality"]["compared"]),),
)
