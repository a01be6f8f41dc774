"""Raw pages over a folder and over a real S3 server: the same promises."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from baqylau.app import open_archive as open_from
from baqylau.archive import Archive, open_archive
from baqylau.archive.packing import hash_of, pack
from baqylau.errors import ConfigurationError, SetAside, TryLater
from baqylau.settings import load
from tests.services import free_port

BODY = "Орал: су деңгейі көтерілді".encode() * 50


@pytest.fixture
def archive(archive_form: dict[str, str]) -> Archive:
    return open_from(load(**archive_form))


def test_a_body_comes_back_by_its_hash(archive: Archive) -> None:
    name = archive.put(BODY)
    assert name == hash_of(BODY)
    assert archive.get(name) == BODY
    assert archive.has(name)


def test_a_body_that_is_there_costs_nothing_and_stands_once(archive: Archive) -> None:
    assert archive.put(BODY) == archive.put(BODY)
    assert list(archive.hashes()) == [hash_of(BODY)]


def test_an_empty_body_is_a_body(archive: Archive) -> None:
    assert archive.get(archive.put(b"")) == b""


def test_what_was_never_there_is_set_aside_with_the_way_out(archive: Archive) -> None:
    assert not archive.has("ab" * 32)
    with pytest.raises(SetAside, match="not in the archive; fetch or import"):
        archive.get("ab" * 32)


def test_a_deleted_body_is_gone_and_only_it(archive: Archive) -> None:
    gone, kept = archive.put(BODY), archive.put(b"another")
    assert archive.delete(gone)
    assert not archive.delete(gone)
    assert not archive.has(gone)
    assert list(archive.hashes()) == [kept]


def test_hashes_come_in_order_and_more_than_a_listing_holds(archive: Archive) -> None:
    names = [archive.put(str(number).encode()) for number in range(60)]
    assert list(archive.hashes()) == sorted(names)
    assert list(archive.hashes(sorted(names)[24])) == sorted(names)[25:]
    assert list(archive.hashes(max(names))) == []


def test_many_threads_may_keep_at_once(archive: Archive) -> None:
    bodies = [str(number % 10).encode() * 1000 for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(archive.put, bodies))
        assert list(pool.map(archive.get, names)) == bodies


def test_a_damaged_file_is_told_and_not_read(tmp_path: Path) -> None:
    archive = open_archive(f"file:{tmp_path}")
    for spoiled, word in ((b"not zstd", "damaged"), (pack(b"other"), "does not have the hash")):
        name = archive.put(BODY)
        (tmp_path / name[:2] / f"{name}.zst").write_bytes(spoiled)
        with pytest.raises(SetAside, match=word):
            archive.get(name)


def test_a_folder_that_cannot_be_written_is_the_worlds_trouble(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(TryLater, match="the archive cannot be used"):
        open_archive(f"file:{tmp_path}/archive").put(BODY)


def test_a_service_that_is_away_is_the_worlds_trouble() -> None:
    archive = open_archive("s3://pages", f"http://127.0.0.1:{free_port()}", "us-east-1", "k", "s")
    with pytest.raises(TryLater, match="s3://pages: the archive cannot be used"):
        archive.put(BODY)


def test_a_bucket_that_is_not_there_is_told(s3: str) -> None:
    archive = open_archive("s3://nobody-made-this", s3, "us-east-1", "k", "s")
    with pytest.raises(TryLater, match="cannot be used"):
        archive.put(BODY)


@pytest.mark.parametrize("address", ["s3://", "s3:pages", "ftp://pages", "pages"])
def test_an_address_of_no_archive_is_refused(address: str) -> None:
    with pytest.raises(ConfigurationError, match="setting archive"):
        open_archive(address)


@pytest.mark.skipif(os.getuid() == 0, reason="root writes where nobody may")
def test_a_forbidden_folder_is_the_worlds_trouble(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir(mode=0o500)
    with pytest.raises(TryLater):
        open_archive(f"file:{tmp_path}/archive").put(BODY)


def test_a_place_is_made_where_there_is_none(s3: str, tmp_path: Path) -> None:
    for address in (f"file:{tmp_path}/deep/archive", "s3://made-by-migrate"):
        archive = open_archive(address, s3, "us-east-1", "k", "s")
        archive.prepare()
        archive.prepare()
        assert archive.has(archive.put(BODY))
