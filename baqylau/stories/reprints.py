"""Reprints: the text of an article comes in, a fingerprint goes out; articles with equal
fingerprints have the same text.

Case, punctuation, spaces, ё and everything else that software changes without changing a word make
no difference.
"""

import hashlib
import re
import unicodedata

_NOT_WORDS = re.compile(r"[\W_]+")
MIN_LENGTH = 100
"""Characters of normalised text; shorter texts (a weather line, an empty body) may be equal by
chance.
"""

_SAMPLE = 2 * MIN_LENGTH
"""Characters that nearly always decide, so that a long text need not be normalised to its end."""


def normalise(text: str) -> str:
    """Only the words, in lower case, with one space between them."""
    return _NOT_WORDS.sub(
        " ", unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    ).strip()


def fingerprint(text: str) -> bytes:
    """SHA-256 of the normalised text, 32 bytes."""
    return hashlib.sha256(normalise(text).encode("utf-8", "surrogatepass")).digest()


def can_be_reprint(text: str) -> bool:
    """Whether the text is long enough that an equal text is a reprint."""
    return any(len(normalise(x)) >= MIN_LENGTH for x in (text[:_SAMPLE], text))
