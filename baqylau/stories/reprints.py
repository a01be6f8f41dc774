"""Reprints: the text of an article comes in, a fingerprint goes out; equal fingerprints are one
text printed twice.

Normalised away: case, marks and spaces, ё, and everything else that an editor's software changes
without touching a word.
"""

import hashlib
import re
import unicodedata

_NOT_WORDS = re.compile(r"[\W_]+")
SHORTEST = 200
"""Characters of normalised text; shorter texts (a weather line, an empty body) are equal without
being reprints.
"""

_ENOUGH = 2 * SHORTEST
"""Characters that nearly always settle it, so that a long text need not be normalised to its
end.
"""


def normalise(text: str) -> str:
    """Words alone, lower case, one space between them."""
    return _NOT_WORDS.sub(
        " ", unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    ).strip()


def fingerprint(text: str) -> bytes:
    """SHA-256 of the normalised text, 32 bytes."""
    return hashlib.sha256(normalise(text).encode("utf-8", "surrogatepass")).digest()


def can_be_reprint(text: str) -> bool:
    """Whether the text is long enough for its equality to another's to mean anything."""
    return any(len(normalise(x)) >= SHORTEST for x in (text[:_ENOUGH], text))
