"""The extractors of English."""

from baqylau.facts.en.appointments import extractor as appointments
from baqylau.facts.en.attribution import extractor as attribution
from baqylau.facts.en.documents import extractor as documents
from baqylau.facts.en.events import extractor as events
from baqylau.facts.en.forecasts import extractor as forecasts
from baqylau.facts.en.quotes import extractor as quotes
from baqylau.facts.en.roles import extractor as roles
from baqylau.facts.pack import Pack

PACK = Pack(
    (
        quotes.extract,
        attribution.extract,
        roles.extract,
        appointments.extract,
        documents.extract,
        events.extract,
        forecasts.extract,
    )
)
