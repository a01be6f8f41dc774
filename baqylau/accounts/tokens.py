"""Secrets that this program makes: nothing or a token comes in, a new token, its hash or what is
derived from it goes out.

A token has 256 random bits, so its SHA-256 may be stored: nobody finds the token by trying.
"""

import hashlib
import hmac
import secrets

_BYTES = 32


def new() -> str:
    """A token for a cookie or an address, 43 characters."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(token: str) -> bytes:
    """What is stored of a token, 32 bytes."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def of_form(secret: str) -> str:
    """The token that every form of a browser carries; `secret` is the browser's own cookie, which
    another site cannot read.
    """
    return hmac.new(secret.encode("utf-8", "surrogatepass"), b"form", hashlib.sha256).hexdigest()


def same(given: str, wanted: str) -> bool:
    """Whether two tokens are equal; takes as long where they differ early."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))
