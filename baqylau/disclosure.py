"""What of an article may leave: an article's record and the one who asks come in, the record they
may have goes out.

Facts are free; the text of an article belongs to its outlet. By API, export, mail and feed the text
goes only to somebody with the right to read it (`Access.may_read_text`); others get the title, a
lead of at most 300 characters, quotes and the link.
"""

import re
from collections.abc import Mapping
from typing import Any

from baqylau.model.access import Access

LEAD = 300  # characters
_SHORTEST = 120
"""Characters; a lead that ends with a whole sentence is preferred down to this length."""
_END_OF_SENTENCE = re.compile(r"[.!?…][»”\"')]{0,2}(?=\s)")


def lead(text: str, limit: int = LEAD) -> str:
    """The beginning of a text as one line of at most `limit` characters: whole sentences where they
    are long enough, otherwise whole words and an ellipsis.

    >>> lead("Аким открыл школу. В ней 300 мест.")
    'Аким открыл школу. В ней 300 мест.'
    >>> lead("one two three four", 10)
    'one two…'
    """
    line = " ".join(text[: 4 * limit + 4].split())
    if len(line) <= limit:
        return line
    ends = [x.end() for x in _END_OF_SENTENCE.finditer(line[: limit + 1])]
    if ends and ends[-1] >= min(_SHORTEST, limit // 2):
        return line[: ends[-1]]
    words = line[:limit]  # one character is kept for the ellipsis
    cut = words.rfind(" ")
    return words[: cut if cut > 0 else limit - 1].rstrip(" ,;:–—-") + "…"


def article(record: Mapping[str, Any], access: Access) -> dict[str, Any]:
    """The record of an article without what this access may not have: `text` becomes `lead` where
    the text may not be read; with the right, both are there.
    """
    given = dict(record)
    text = given.get("text")
    if isinstance(text, str):
        given["lead"] = lead(text)
        if not access.may_read_text:
            del given["text"]
    return given
