"""Names of outlets as the press writes them: a name comes in, a key goes out that is the same for
all spellings of the name.

>>> folded("«Tengrinews.kz»") == folded("Tengrinews")
True
"""

import re

from baqylau.model.hosts import TOP_LEVEL

_MARKS = '«»"“”„ '
_DOMAIN = re.compile(rf"\.(?:{TOP_LEVEL})$")
_NOT_WORD = re.compile(r"\W")


def folded(name: str) -> str:
    """The name's letters and digits in small letters, without the quotation marks around it and the
    domain at its end.
    """
    return _NOT_WORD.sub("", _DOMAIN.sub("", name.lower().strip(_MARKS)))


def ends_as_a_site(name: str) -> bool:
    """Whether the name ends like a host: `Orda.kz`, `kursiv.media`."""
    return bool(_DOMAIN.search(name.lower()))
