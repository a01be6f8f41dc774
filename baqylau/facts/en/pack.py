"""The extractors of English."""

from baqylau.facts.en.amounts import extractor as amounts
from baqylau.facts.en.dates import extractor as dates
from baqylau.facts.grammar.amounts.foreseen import amounts_in_forecasts
from baqylau.facts.pack import Pack
from baqylau.lang.en.wordlists import wordlist

PACK = Pack(
    (dates.extract, amounts.extract),
    finish=(amounts_in_forecasts(wordlist("amounts")["modality"]["compared"]),),
)
