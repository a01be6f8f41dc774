"""The extractors of English."""

from baqylau.facts.en.roles import extractor as roles
from baqylau.facts.pack import Pack

PACK = Pack((roles.extract,))
