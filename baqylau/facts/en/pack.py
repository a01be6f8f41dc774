"""The extractors of English: none yet."""

from baqylau.facts.pack import Pack

PACK = Pack()
