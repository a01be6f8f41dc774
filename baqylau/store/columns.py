"""Texts before they are written into a row: a text comes in; the hash by which it is looked up goes
out, or the text in a form that both databases accept.
"""

import hashlib
from typing import overload


def key_of(text: str) -> bytes:
    """The SHA-256 of the text, 32 bytes. An address itself may be too long for an index: an entry
    of PostgreSQL's ends at 2,704 bytes.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


@overload
def storable(value: str) -> str: ...
@overload
def storable(value: None) -> None: ...
def storable(value: str | None) -> str | None:
    """The text, in the same length, without NUL, which PostgreSQL does not accept, and without lone
    surrogates, which are not characters.
    """
    return (
        None
        if value is None
        else value.replace("\x00", "\ufffd")
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    )
