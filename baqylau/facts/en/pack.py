"""The extractors of English."""

from baqylau.facts.en.dates import extractor as dates
from baqylau.facts.pack import Pack

PACK = Pack((dates.extract,))
