"""Cursors: the place where a page ends comes in, a word that a program sends back goes out; and
back again.

A cursor is opaque, and bound to its list: it holds a fingerprint of the list's filter, so that it
cannot be used with another one by mistake. It is not signed: it says only behind which row the next
page begins, and every reader may ask for any page of the same list.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from baqylau.errors import InputError

_MAX_LENGTH = 400
_LARGEST = 2**63 - 1
Key = tuple[int | str, ...]
"""The place of a row in the order of its list."""


def written(filter_by: Mapping[str, Any], key: Key) -> str:
    """The cursor behind the row with this key."""
    body = json.dumps([_fingerprint(filter_by), *key], separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).rstrip(b"=").decode()


def read(cursor: str, filter_by: Mapping[str, Any], kinds: tuple[type, ...]) -> Key:
    """The key of a cursor, with values of these kinds. Raises `InputError` for one that we did not
    write, and for one of another list.
    """
    try:
        if len(cursor) > _MAX_LENGTH:
            raise ValueError("too long")
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        mark, *key = json.loads(base64.b64decode(padded, b"-_", validate=True))
        if len(key) != len(kinds) or not all(map(_is_of, key, kinds)):
            raise ValueError("no key of this list")
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise unknown() from None
    if mark != _fingerprint(filter_by):
        raise InputError(
            "after: this cursor belongs to a list with another filter or order; begin anew without"
        )
    return tuple(key)


def unknown() -> InputError:
    """The error of a cursor that we did not write."""
    return InputError("after: this is no cursor; take it from `next` or `after` of an answer")


def _is_of(value: Any, kind: type) -> bool:
    match value:
        case bool():
            return False
        case int():
            return kind is int and abs(value) <= _LARGEST
        case str():
            return kind is str and "\x00" not in value
        case _:
            return False


def _fingerprint(filter_by: Mapping[str, Any]) -> str:
    told = json.dumps(dict(filter_by), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
