"""No word of the project mixes Latin and Cyrillic letters: such a word looks right and is never
found.
"""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIXED = re.compile(r"[A-Za-z][А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]|[А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][A-Za-z]")
READ = {".py", ".toml", ".md", ".html", ".txt", ".css", ".js"}
# Regular expressions write \wд, \sи and A-ZА-Я: neither an escape nor a range is a letter of a
# word.
ESCAPE = re.compile(r"\\[A-Za-z]|\w-\w")
ALLOWED = "mixed-alphabets: allowed"
"""A line with these words (or the line after it) shows a mixture on purpose."""


def test_no_word_mixes_alphabets() -> None:
    listed = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
        .stdout.decode()
        .split("\0")
    )
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in listed
        if Path(name).suffix in READ and (ROOT / name).is_file()
        for number, line in _lines(ROOT / name)
        if MIXED.search(ESCAPE.sub(" ", line))
    ]
    assert not found, "\n".join(found)


def _lines(path: Path) -> list[tuple[int, str]]:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    return [
        (n, line)
        for n, line in enumerate(lines, 1)
        if ALLOWED not in line and (n < 2 or ALLOWED not in lines[n - 2])
    ]
