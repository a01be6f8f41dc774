"""The format of bodies in both archives: a body comes in, one zstd frame goes out, and the other
way round, checked against the hash that names it.
"""

import hashlib
import threading

import zstandard

from baqylau.errors import SetAside

LEVEL = 6  # news pages: 5.6x smaller at 6, 5.9x at 12 for three times the time
LARGEST = (
    256 * 2**20
)  # bytes; a frame that claims more is damaged: fetches end at 10 MiB, imports at 64 MiB
_REMEDY = "remove it and fetch or import the page again"
_own = threading.local()  # objects of zstd must not be shared between threads


def hash_of(body: bytes) -> str:
    """SHA-256 in hex: the body's name."""
    return hashlib.sha256(body).hexdigest()


def pack(body: bytes) -> bytes:
    """The body as one zstd frame."""
    if not hasattr(_own, "compressor"):
        _own.compressor = zstandard.ZstdCompressor(level=LEVEL)
    packed: bytes = _own.compressor.compress(body)
    return packed


def unpack(packed: bytes, content_hash: str, where: str) -> bytes:
    """The body. Raises `SetAside`, which names `where`, for a damaged frame and for a body of
    another hash.
    """
    try:
        body = zstandard.ZstdDecompressor().decompress(packed, max_output_size=LARGEST)
    except zstandard.ZstdError as wrong:
        raise SetAside(f"{where}: the file is damaged ({wrong}); {_REMEDY}") from wrong
    if hash_of(body) != content_hash:
        raise SetAside(f"{where}: the body does not have the hash that names it; {_REMEDY}")
    return body


def missing(where: str) -> SetAside:
    """The error for a body that is not there."""
    return SetAside(f"{where}: the body is not in the archive; fetch or import the page again")
