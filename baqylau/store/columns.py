"""Texts on their way into a row: the hash they are looked up by, and the form every database
keeps.
"""

import hashlib
from typing import overload


def key_of(text: str) -> bytes:
    """SHA-256 of the text, 32 bytes: an index entry of PostgreSQL ends at 2,704 bytes, an address
    need not.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


@overload
def storable(value: str) -> str: ...
@overload
def storable(value: None) -> None: ...
def storable(value: str | None) -> str | None:
    """The text of the same length without NUL, which PostgreSQL refuses in a text, and without lone
    surrogates, which are no characters.
    """
    return (
        None
        if value is None
        else value.replace("\x00", "\ufffd")
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    )
