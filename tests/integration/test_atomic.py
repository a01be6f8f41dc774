"""Files the product writes are whole or as they were: an export, an OPML list, an outlet's file
that breaks off at any moment, killed or not, leaves yesterday's behind.
"""

import io
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from baqylau import atomic
from baqylau.errors import InputError
from tests.integration.crawling import ROOT

OLD = "yesterday's file\n"

_EXPORT = """
import itertools, sys
from pathlib import Path
from baqylau import atomic
from baqylau.exchange import tables
def rows():
    for n in itertools.count():
        if n == 50_000:
            print("half", flush=True)
            sys.stdin.read()  # until we are killed
        yield {"n": n, "text": "x" * 50}
cells = (list(x.values()) for x in rows())
lines = tables.jsonl(rows()) if sys.argv[2] == "jsonl" else tables.csv_lines(cells, ["n", "text"])
with atomic.text(Path(sys.argv[1])) as file:
    file.writelines(lines)
"""


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_export_that_is_killed_leaves_yesterdays_file(
    tmp_path: Path, how: signal.Signals, form: str
) -> None:
    path = tmp_path / "facts"
    path.write_text(OLD, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", _EXPORT, str(path), form],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        assert path.read_text(encoding="utf-8") == OLD
        process.send_signal(how)
        try:
            process.wait(timeout=60)
        finally:
            process.kill()  # one that lives on would fill the disk
    assert process.returncode != 0
    assert path.read_text(encoding="utf-8") == OLD
    stray = [x.name for x in tmp_path.iterdir() if x != path]
    assert all(x.startswith(".facts.part-") for x in stray)
    assert bool(stray) == (how is not signal.SIGINT)


def _breaks(path: Path) -> None:
    with atomic.text(path) as file:
        file.write("half of ")
        file.flush()
        raise KeyboardInterrupt


def test_what_breaks_off_leaves_the_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "list.opml"
    path.write_text(OLD, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        _breaks(path)
    assert [x.read_text(encoding="utf-8") for x in tmp_path.iterdir()] == [OLD]
    with pytest.raises(KeyboardInterrupt):
        _breaks(tmp_path / "new.opml")
    assert list(tmp_path.iterdir()) == [path]


def test_mode_and_link_of_the_file_stay_and_a_new_one_has_the_usual_mode(tmp_path: Path) -> None:
    path, link = tmp_path / "kept", tmp_path / "link"
    path.write_text(OLD, encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to("kept")
    atomic.write(link, "new\nлист")
    assert link.is_symlink()
    assert path.read_bytes() == "new\nлист".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    before = os.umask(0o027)
    try:
        atomic.write(tmp_path / ("x" * 250), b"new")
    finally:
        os.umask(before)
    assert (tmp_path / ("x" * 250)).stat().st_mode & 0o777 == 0o640


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    path, heard = tmp_path / "pipe", io.BytesIO()
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: heard.write(path.read_bytes()))
    reader.start()
    with atomic.text(path) as file:
        file.write("one\n")
    reader.join(timeout=60)
    assert heard.getvalue() == b"one\n"
    assert path.is_fifo()
    atomic.write(Path("/dev/null"), b"x")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("name", ["none/file", ".", "a\x00b", "x" * 300])
def test_a_path_that_cannot_be_written_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        atomic.write(tmp_path / name, b"x")
    assert list(tmp_path.iterdir()) == []
