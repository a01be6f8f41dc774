"""Kazakh texts in Latin letters, which the rules read in Cyrillic.

Comes in: a `Source`. Goes out: its Cyrillic `Reading` with the offsets in the printed text, or None
where the text is in another script or language.
"""

from baqylau.facts.analysis import Source
from baqylau.lang.kk.latin import Reading, cyrillic
from baqylau.text.language import language, script


def in_cyrillic(source: Source) -> Reading | None:
    """The language is the given one; where none is given, the words of the text decide."""
    if script(source.text) != "Latn":
        return None
    return cyrillic(source.text) if (source.language or language(source.text)) == "kk" else None
