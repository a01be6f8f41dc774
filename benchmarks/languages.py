"""How often the language of a text is right, by language and by length.

    python -m benchmarks.languages tests/languages

A folder holds files named by the language of their lines: `ky.txt`, `ky.headlines.txt`; one text a
line. Goes out: for each file the share of right answers by number of words, and what the wrong ones
were called; `-v` prints those lines.
"""

import argparse
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from baqylau.text.language import language

LENGTHS = ((5, "1-5 words"), (12, "6-12"), (20, "13-20"), (10**6, "more"))


@dataclass(slots=True)
class Score:
    """Answers for one file: by length, and the `wrong` lines with what they were called."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """From 0 to 1; 1 for no lines."""
        return self.right.total() / (self.all.total() or 1) if self.all else 1.0


def score(path: Path) -> Score:
    """The answers for the lines of one file."""
    code = path.name.partition(".")[0]
    found = Score()
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        length = next(name for most, name in LENGTHS if len(line.split()) <= most)
        answer = language(line)
        found.all[length] += 1
        if answer == code:
            found.right[length] += 1
        else:
            found.wrong.append((str(answer), line))
    return found


def main() -> None:
    """Prints one line for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", action="store_true", help="also print the lines that are wrong")
    given = parser.parse_args()
    for path in sorted(given.folder.glob("*.txt")):
        found = score(path)
        lengths = ", ".join(
            f"{name} {found.right[name] / found.all[name]:.3f} of {found.all[name]}"
            for _, name in LENGTHS
            if found.all[name]
        )
        called = ", ".join(f"{k} {n}" for k, n in Counter(x for x, _ in found.wrong).most_common(4))
        print(f"{path.stem:16} {found.accuracy:.4f}  {lengths}  wrong: {called or 'none'}")
        for code, line in found.wrong if given.v else ():
            print(f"    {code}: {line}")


if __name__ == "__main__":
    main()
