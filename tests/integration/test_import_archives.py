"""Files of web archives by their names and in zip files: every page comes out, what cannot be read
is told.
"""

import gzip
import zipfile
from pathlib import Path

import pytest
import zstandard

from baqylau.errors import InputError
from baqylau.exchange import saved_pages
from baqylau.exchange.import_records import ImportedPage, UnreadableRecord

BODY = b"<html><body><p>bridge</p></body></html>"


def record(number: int) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.kz/{number}\r\n"
        f"WARC-Date: 2026-03-01T06:00:00.5Z\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


RECORDS = [record(n) for n in range(3)]
PACKED = b"".join(map(gzip.compress, RECORDS))


def read(path: Path) -> tuple[list[str], list[str]]:
    found = list(saved_pages.read(path))
    assert [x.progress for x in found] == sorted(x.progress for x in found)
    pages = [x.page.url[-1] for x in found if isinstance(x, ImportedPage)]
    return pages, [x.where + x.reason for x in found if isinstance(x, UnreadableRecord)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc", b"".join(RECORDS)),
        ("a.WARC", b"".join(RECORDS)),
        ("a.Warc.Gz", PACKED),
        ("a.warc", PACKED),
        ("a.warc.gz", b"".join(RECORDS)),
        ("a.warc.zst", zstandard.compress(b"".join(RECORDS))),
        ("A.WARC.ZST", b"".join(map(zstandard.compress, RECORDS))),
    ],
)
def test_a_name_in_any_case_and_of_another_packing(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert read(tmp_path / name) == (["0", "1", "2"], [])
    assert read(tmp_path) == (["0", "1", "2"], [])


@pytest.mark.parametrize("content", [PACKED, b"".join(RECORDS), zstandard.compress(RECORDS[0])])
def test_a_file_that_is_given_itself_may_have_any_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "crawl.bin").write_bytes(content)
    assert read(tmp_path / "crawl.bin")[0][0] == "0"


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["a.wacz", "A.WACZ"])
def test_every_archive_of_a_wacz_is_read(tmp_path: Path, name: str, how: int) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", how) as made:
        made.writestr("datapackage.json", "{}")
        made.writestr("archive/one.warc.gz", PACKED)
        made.writestr("archive/two.WARC", b"".join(RECORDS[:2]) + b"WARC/1.0\r\nnonsense")
        made.writestr("inner.wacz", b"PK")
    pages, told = read(tmp_path / name)
    assert pages == ["0", "1", "2", "0", "1"]
    assert len(told) == 2
    assert ", archive/two.WARC at byte" in told[0]
    assert "inner.wacz" in told[1]


@pytest.mark.parametrize("place", [40, 300, -200, -10])
def test_a_damaged_wacz_is_told(tmp_path: Path, place: int) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("archive/one.warc", b"".join(record(n % 10) for n in range(50)))
    content = path.read_bytes()
    path.write_bytes(
        content[:place] + bytes(x ^ 9 for x in content[place:][:9]) + content[place:][9:]
    )
    assert read(path)[1]


def test_a_zip_without_archives_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as made:
        made.writestr("readme.txt", "x")
    assert "holds no WARC file" in read(tmp_path)[1][0]


@pytest.mark.parametrize("content", [b"BZh91AY&SY", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c"])
def test_another_packing_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.warc.xz").write_bytes(content * 9)
    assert "unpack it first" in read(tmp_path)[1][0]
    (tmp_path / "a.bin").write_bytes(content)
    with pytest.raises(InputError, match="nothing to import here"):
        read(tmp_path / "a.bin")
