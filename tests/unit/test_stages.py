"""The table of stages: rows that cannot work are refused when the table is made."""

import pytest

from baqylau import stages
from baqylau.stages import STAGES, Stage, table

ROW = Stage("one", "page", lambda: "1", run="a:b")
WRONG = {
    "no name": [Stage("", "page", lambda: "1", run="a:b")],
    "a name too long for its column": [Stage("x" * 17, "page", lambda: "1", run="a:b")],
    "two of one name": [ROW, ROW],
    "followed by itself": [Stage("one", "page", lambda: "1", run="a:b", then=("one",))],
    "followed by one that is not there": [
        Stage("one", "page", lambda: "1", run="a:b", then=("two",))
    ],
    "pages after articles": [
        Stage("one", "article", lambda: "1", run="a:b", then=("two",)),
        Stage("two", "page", lambda: "1", run="a:b"),
    ],
    "set aside into another subject": [
        Stage("one", "page", lambda: "1", run="a:b", on_set_aside=("two",)),
        Stage("two", "article", lambda: "1", run="a:b"),
    ],
}


@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG)
def test_a_row_that_cannot_work_is_refused_with_its_name(rows: list[Stage]) -> None:
    with pytest.raises(ValueError, match="stage "):
        table(*rows)


def test_what_the_rows_name_is_there() -> None:
    for row in STAGES.values():
        assert callable(stages.function(row.run))
        assert row.reader is None or callable(stages.function(row.reader))
        assert 0 < len(row.version()) <= 32


def test_a_page_enters_the_first_stage_and_reaches_every_other() -> None:
    reached, waiting = set(), [stages.first()]
    while waiting:
        reached.add(name := waiting.pop())
        waiting += stages.next_of(name)
    assert reached == set(STAGES)
    assert STAGES[stages.first()].decides_outcome
