import gzip
import random
import zlib

import brotli
import pytest
import zstandard

from baqylau.exchange import bodies

PAGE = (
    "<!DOCTYPE html><html><body><p>Мост через реку откроют летом.</p></body></html>".encode() * 40
)
RAW = zlib.compressobj(wbits=-15)
PACKED = {
    "": PAGE,
    "identity": PAGE,
    "utf-8": PAGE,
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "GZIP ": gzip.compress(PAGE),
    "gzip, gzip": gzip.compress(gzip.compress(PAGE)),
    "gzip, ": gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]),
    "deflate": zlib.compress(PAGE),
    "deflate,": RAW.compress(PAGE) + RAW.flush(),
    "br": brotli.compress(PAGE),
    "br, gzip": gzip.compress(brotli.compress(PAGE)),
    "zstd": zstandard.compress(PAGE),
    "zstd,": zstandard.compress(PAGE[:99]) + zstandard.compress(PAGE[99:]),
}


@pytest.mark.parametrize("encoding", PACKED)
def test_a_packed_body_is_unpacked(encoding: str) -> None:
    assert bodies.decoded(PACKED[encoding], encoding) == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_packs_well_is_unpacked_whole(encoding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    packed = pack.get(encoding, zstandard.compress)(PAGE * 100)
    assert bodies.decoded(packed, encoding) == PAGE * 100


@pytest.mark.parametrize("encoding", [*PACKED, "xz", "compress", "dcb, br"])
def test_a_body_that_was_unpacked_already_stays(encoding: str) -> None:
    assert bodies.decoded(PAGE, encoding) == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "xz", "gzip, compress"])
def test_what_cannot_be_decoded_is_refused_with_its_name(encoding: str) -> None:
    with pytest.raises(ValueError, match=encoding.split()[-1]):
        bodies.decoded(b"\xff\x00\xff\x00 nothing", encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_what_breaks_off_is_kept_up_to_there(encoding: str) -> None:
    body = b"<html>" + random.Random(1).randbytes(400_000)
    pack = {"gzip": gzip.compress, "deflate": zlib.compress}
    pack["br"] = lambda x: brotli.compress(x, quality=1)
    packed = pack.get(encoding, zstandard.compress)(body)
    found = bodies.decoded(packed[: len(packed) // 2], encoding)
    assert 0 < len(found) < len(body)
    assert body.startswith(found)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstandard.compress}
    packed = pack.get(encoding, lambda x: brotli.compress(x, quality=1))(b" " * 3_000_000)
    monkeypatch.setattr(bodies, "LARGEST", 2**20)
    with pytest.raises(ValueError, match="larger than 1 MiB"):
        bodies.decoded(packed, encoding)


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><title>x",
        b"\n\n <HTML lang='ru'>",
        b"\xef\xbb\xbf<html>",
        "<html><head>".encode("utf-16"),
        b"\xfe\xff" + "<body>".encode("utf-16-be"),
        b"<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html PUBLIC 'x'>",
        b"<!-- made by x --><!-- y --><html>",
        b"<head>",
        b"<article class='x'>",
        b"<p>x",
    ],
)
def test_markup_is_recognized(body: bytes) -> None:
    assert bodies.looks_like_html(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"plain text about <html> pages",
        b"<?xml version='1.0'?><rss version='2.0'>",
        b"<svg xmlns='x'>",
        b"%PDF-1.7",
        b"\x89PNG",
        b"<pre-release>",
        b"<!--" * 2000,
        b"<!-- -->" * 1000 + b"x",
        b"\xff\xfe",
    ],
)
def test_what_is_no_page_is_not_called_one(body: bytes) -> None:
    assert not bodies.looks_like_html(body)
