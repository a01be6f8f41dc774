"""Web archives in every packing: all records come out in order; behind damage, those that are
whole.
"""

import gzip
import mmap
import random
from collections.abc import Callable

import pytest
import zstandard

from baqylau.errors import InputError
from baqylau.exchange import unpacking, warc_records
from baqylau.exchange.unpacking import Area
from baqylau.exchange.warc_records import DamagedRecord, WarcRecord, split


def record(number: int, size: int = 300, line: str = "\r\n") -> bytes:
    noise = random.Random(number).randbytes(size).hex()
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>{number} {noise}".encode()
    head = f"WARC/1.0\nWARC-Type: response\nContent-Length: {len(block)}\n\n".replace("\n", line)
    return head.encode() + block + (line * 2).encode()


RECORDS = [record(n) for n in range(5)]
WHOLE = b"".join(RECORDS)
SAMPLES = [bytes(random.Random(n).choices(WHOLE, k=500)) + record(n) for n in range(40)]
DICTIONARY = zstandard.train_dictionary(4096, SAMPLES)


def with_dictionary(packed: bool) -> bytes:
    content = DICTIONARY.as_bytes()
    content = zstandard.compress(content) if packed else content
    pack = zstandard.ZstdCompressor(dict_data=DICTIONARY).compress
    head = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    return head + b"".join(map(pack, RECORDS))


def blocks(pack: Callable[[bytes], bytes], size: int) -> bytes:
    """Packed in parts of a fixed size, as bgzip does, whatever the records."""
    return b"".join(pack(WHOLE[n : n + size]) for n in range(0, len(WHOLE), size))


def streamed(content: bytes) -> bytes:
    """A zstd frame that does not tell its size, with a checksum."""
    packer = zstandard.ZstdCompressor(write_checksum=True).compressobj()
    return packer.compress(content) + packer.flush()


PACKINGS = {
    "open": WHOLE,
    "open, line feeds alone": b"".join(record(n, line="\n") for n in range(5)),
    "open, no line between": b"".join(x[:-4] for x in RECORDS),
    "open, blank lines first": b"\r\n\r\n" + WHOLE,
    "open, an older version": WHOLE.replace(b"WARC/1.0", b"WARC/0.18"),
    "gzip, each record": b"".join(map(gzip.compress, RECORDS)),
    "gzip, one stream": gzip.compress(WHOLE),
    "gzip, one stream, not packed small": gzip.compress(WHOLE, 0),
    "gzip, one stream and then a record": gzip.compress(WHOLE[: -len(RECORDS[4])])
    + gzip.compress(RECORDS[4]),
    "gzip, a record and then one stream": gzip.compress(RECORDS[0])
    + gzip.compress(b"".join(RECORDS[1:])),
    "gzip, blocks": blocks(gzip.compress, 500),
    "gzip, tiny blocks": blocks(gzip.compress, 7),
    "gzip, an empty part between": gzip.compress(RECORDS[0])
    + gzip.compress(b"")
    + gzip.compress(b"".join(RECORDS[1:])),
    "gzip, padding behind": gzip.compress(WHOLE) + b"\x00" * 1000,
    "zstd, each record": b"".join(map(zstandard.compress, RECORDS)),
    "zstd, one frame": zstandard.compress(WHOLE),
    "zstd, one frame of unknown size": streamed(WHOLE),
    "zstd, blocks": blocks(streamed, 500),
    "zstd, with a dictionary": with_dictionary(False),
    "zstd, with a packed dictionary": with_dictionary(True),
}


def area(content: bytes, before: bytes = b"") -> Area:
    memory = mmap.mmap(-1, len(before) + len(content) + 9)
    memory.write(before + content + b"WARC/1.0\r")
    return Area(memory, len(before), len(before) + len(content))


def read(content: bytes, before: bytes = b"") -> tuple[list[int], list[DamagedRecord]]:
    """The numbers of the records that came out, and the damage told."""
    found = list(split(area(content, before)))
    assert [x.progress for x in found] == sorted(x.progress for x in found)
    assert all(0 <= x.offset < len(content) for x in found)
    whole = [x.record for x in found if isinstance(x, WarcRecord)]
    numbers = [int(x.split(b"<html>")[1].split()[0]) for x in whole]
    plain = [x.replace(b"\r\n", b"\n").replace(b"WARC/0.18", b"WARC/1.0") for x in whole]
    assert plain == [RECORDS[x].replace(b"\r\n", b"\n") for x in numbers]
    return numbers, [x for x in found if isinstance(x, DamagedRecord)]


@pytest.mark.parametrize("before", [b"", b"other bytes of a zip file"])
@pytest.mark.parametrize("packing", PACKINGS)
def test_every_packing_gives_every_record(packing: str, before: bytes) -> None:
    assert read(PACKINGS[packing], before) == ([0, 1, 2, 3, 4], [])


@pytest.mark.parametrize("packing", PACKINGS)
def test_small_pieces_give_the_same(packing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_CHUNK", 50)
    monkeypatch.setattr(unpacking, "_PIECE", 37)
    assert read(PACKINGS[packing]) == ([0, 1, 2, 3, 4], [])


def damaged(content: bytes, place: int) -> bytes:
    return (
        content[:place] + bytes(x ^ 0x5A for x in content[place : place + 9]) + content[place + 9 :]
    )


@pytest.mark.parametrize("pack", [gzip.compress, streamed])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.99])
def test_a_damaged_part_is_told_and_the_others_are_read(
    pack: Callable[[bytes], bytes], share: float
) -> None:
    parts = [pack(x) for x in RECORDS]
    parts[2] = damaged(parts[2], int(len(parts[2]) * share) - 9 * (share > 0.9))
    numbers, told = read(b"".join(parts))
    assert numbers == [0, 1, 3, 4]
    assert told
    assert told[0].offset == len(parts[0]) + len(parts[1])


@pytest.mark.parametrize("pack", [gzip.compress, streamed])
def test_damage_in_one_stream_keeps_what_stands_before_it(pack: Callable[[bytes], bytes]) -> None:
    long = [record(n, 200_000) for n in range(5)]
    content = pack(b"".join(long))
    numbers, told = [], []
    for x in split(area(damaged(content, len(content) * 7 // 10))):
        if isinstance(x, WarcRecord):
            numbers.append(int(x.record.split(b"<html>")[1].split()[0]))
        else:
            told.append(x.reason)
    assert numbers[:2] == [0, 1]  # the damage is in record 3; a zstd block holds part of record 2
    assert 4 not in numbers
    assert len(told) == 1
    assert "no later part of it can be unpacked" in told[0]


@pytest.mark.parametrize("packing", [x for x in PACKINGS if "padding" not in x])
@pytest.mark.parametrize("cut", [20, 200, 500])
def test_an_archive_that_is_cut_off_is_told(packing: str, cut: int) -> None:
    content = PACKINGS[packing]
    numbers, told = read(content[: len(content) - cut])
    assert len(told) == 1
    assert numbers == list(range(len(numbers)))
    if "one frame" not in packing and "tiny" not in packing:
        assert len(numbers) >= 3


@pytest.mark.parametrize("packing", ["open", "gzip, each record"])
@pytest.mark.parametrize("junk", [b"\x00" * 700, b"\x1f\x8b" * 70, b"<html>" * 90])
def test_junk_anywhere_is_told_and_costs_no_record(packing: str, junk: bytes) -> None:
    pack = gzip.compress if packing != "open" else bytes
    for place in (0, 1, 3):
        parts = [pack(x) for x in RECORDS]
        parts.insert(place, junk)
        numbers, told = read(b"".join(parts))
        assert numbers == [0, 1, 2, 3, 4]
        assert told or (packing != "open" and not junk.strip(b"\x00"))


@pytest.mark.parametrize("length", [b"", b"x", b"-1", b"9" * 13, b"999999999", b"3", b"1e3"])
@pytest.mark.parametrize("one_stream", [True, False])
def test_a_wrong_length_costs_one_record(length: bytes, one_stream: bool) -> None:
    wrong = RECORDS[1].replace(b"Content-Length: 652", b"Content-Length: " + length)
    assert wrong != RECORDS[1]
    parts = [RECORDS[0], wrong, *RECORDS[2:]]
    content = gzip.compress(b"".join(parts)) if one_stream else b"".join(map(gzip.compress, parts))
    found = list(split(area(content)))
    records = [x.record for x in found if isinstance(x, WarcRecord)]
    assert [x for x in records if x in RECORDS] == [RECORDS[0], *RECORDS[2:]]
    assert any(isinstance(x, DamagedRecord) for x in found)


def test_a_stream_larger_than_the_largest_record_is_read_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warc_records, "LARGEST", 2000)
    big = record(9, 4000)
    for pack in (bytes, gzip.compress, zstandard.compress):
        numbers, told = read(pack(b"".join([*RECORDS[:3], big, *RECORDS[3:]])))
        assert numbers == [0, 1, 2, 3, 4]
        assert ["larger than" in x.reason for x in told] == [True]


@pytest.mark.parametrize("magic", [b"BZh9", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a"])
def test_another_packing_is_refused_by_name(magic: bytes) -> None:
    with pytest.raises(InputError, match="unpack it first"):
        list(split(area(magic + WHOLE)))


def arc(number: int, version: int, url: str = "http://a.kz/1") -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>{number} ы".encode()
    more = "200 - - 0 x.arc.gz " if version == 2 else ""
    return f"{url} 1.2.3.4 20060102030405 text/html {more}{len(block)}\n".encode() + block + b"\n"


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("packing", ["open", "each", "one"])
@pytest.mark.parametrize(
    "bad",
    [b"", b"http://a.kz/bad 1.2.3.4 2006 text/html -1\n\n", b"\x00" * 90 + b"\n"],
    ids=["good", "lengths", "zeros"],
)
def test_the_older_format_is_read(version: int, packing: str, bad: bytes) -> None:
    head = b"filedesc://x.arc 0.0.0.0 20060102030405 text/plain 9\n1 0 Org\n\n\n"
    parts = [head, arc(0, version), bad, arc(1, version, "http://a.kz/a b")]
    whole = b"".join(parts)
    content = {
        "open": whole,
        "one": gzip.compress(whole),
        "each": b"".join(gzip.compress(x) for x in parts if x),
    }[packing]
    found = list(split(area(content)))
    records = [x.record for x in found if isinstance(x, WarcRecord)]
    assert [b"warcinfo" in x for x in records] == [True, False, False]
    assert b"WARC-Target-URI: http://a.kz/a%20b\r\nWARC-Type: response" in records[2]
    assert b"WARC-Date: 2006-01-02T03:04:05Z" in records[2]
    assert len(found) - len(records) == bool(bad)


@pytest.mark.parametrize("unit", [b"\x1f\x8b\x08\x08", b"\x28\xb5\x2f\xfd\x00", b"WARC/1.0\r\n"])
def test_hostile_beginnings_cost_little(unit: bytes) -> None:
    found = list(split(area(PACKINGS["gzip, each record"][:90] + unit * 5_000)))
    assert len(found) <= 3
