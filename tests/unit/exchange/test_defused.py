"""No cell of a file can begin a formula, in whatever program and with whatever separator it is
opened; and the quick search for such cells finds all that the slow one finds.
"""

import csv
import io
import random
import re

import pytest

from baqylau.exchange import tables

PIECES = (
    "=1+1",
    "-2",
    "+7",
    "@SUM",
    "＝1",
    ";",
    ",",
    '"',
    "\n",
    "\r",
    "\t",
    " ",
    "слово",
    "«",
    "'",
)
_STARTS = re.compile(r"\s*[=+@＝＋＠]|[\t\r]")


def texts(count: int) -> list[str]:
    dice = random.Random(7)
    return ["".join(dice.choices(PIECES, k=dice.randint(0, 6))) for _ in range(count)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_quick_search_misses_nothing(separator: str) -> None:
    for text in texts(3000):
        row = ["a", text, "b"]
        quick = "".join(tables.csv_lines([row], ["x", "y", "z"], False, separator, {0, 1, 2}))
        slow = io.StringIO()
        writer = csv.writer(slow, lineterminator="\n", delimiter=separator)
        writer.writerow(["x", "y", "z"])
        writer.writerow([tables._defused(x) for x in row])
        assert quick == slow.getvalue(), text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_stays_in_its_cell_and_is_no_formula(separator: str) -> None:
    for text in texts(3000):
        given = "".join(tables.csv_lines([[text, "b"]], ["x", "y"], False, separator, {0, 1}))
        header, row = csv.reader(io.StringIO(given, newline=""), delimiter=separator)
        assert (header, row[1:]) == (["x", "y"], ["b"]), text
        assert not [x for x in row if _STARTS.match(x)], text
        assert "\r" not in given


@pytest.mark.parametrize(
    "text",
    ["a;=1", "a;;=1", "a; =1", 'a;"=1', "a\n=1", "a,=1", 'a,"=1', "a\t=1", "=1", "＝1", "a;＠x"],
)
@pytest.mark.parametrize("opened", [",", ";", "\t", "\n"])
def test_no_separator_uncovers_a_formula(text: str, opened: str) -> None:
    for written in (",", ";"):
        given = "".join(tables.csv_lines([[text]], ["x"], False, written, {0}))
        parts = [y.strip('" ') for x in given.splitlines() for y in x.split(opened)]
        assert not [x for x in parts if x[:1] in tuple("=+@＝＋＠")], given


def test_a_negative_number_stays_a_number() -> None:
    given = "".join(tables.csv_lines([[-5, -2.5, "-5"]], ["a", "b", "c"], False, ";", {0, 2}))
    assert given == "a;b;c\n-5;-2,5;'-5\n"
