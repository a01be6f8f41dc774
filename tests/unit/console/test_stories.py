"""`baqylau stories` answers every line, in order, and says what is wrong with one."""

import io
import json
from typing import Any

import pytest

from console import stories

LINE = {"id": "1", "outlet": "Заря", "title": "Мост", "text": "Мост через реку Карабалта открыли.",
        "published": "2026-11-02T09:00:00+05:00"}  # fmt: skip


NONE: dict[str, Any] = {"reprint_of": None, "based_on": None, "similarity": None}


def answers(monkeypatch: pytest.MonkeyPatch, *lines: Any) -> list[dict[str, Any]]:
    given = "".join(f"{json.dumps(x)}\n" for x in lines)
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    monkeypatch.setattr("sys.stdout", out)
    stories.answer_lines()
    return [json.loads(x) for x in out.getvalue().splitlines()]


def test_a_copy_after_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = LINE | {"id": "2", "outlet": "Восход", "published": "2026-11-02T10:00:00+05:00"}
    assert answers(monkeypatch, LINE, copy) == [
        {"id": "1", "story": "1", "kind": "own"} | NONE,
        {"id": "2", "story": "1", "kind": "copy"} | NONE | {"reprint_of": "1", "similarity": 1.0},
    ]


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (LINE | {"published": "вчера"}, "published"),
        (LINE | {"published": None}, "published"),
        ({k: v for k, v in LINE.items() if k != "text"}, "text"),
        (LINE | {"id": 5}, "id"),
        (LINE | {"outlet": ["a"]}, "outlet"),
        ("no object", "not an object"),
    ],
)
def test_a_wrong_line_is_answered_and_the_next_one_too(
    wrong: Any, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = answers(monkeypatch, wrong, LINE)
    assert word in first["error"]["message"]
    assert second["story"] == "1"


def test_a_time_without_zone_and_odd_texts_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = [
        LINE | {"id": str(n), "text": x} for n, x in enumerate(["!", "—", "1:1:1", "\ud800", "٣ ٤"])
    ]
    found = answers(monkeypatch, *odd, LINE | {"id": "z", "published": "2026-11-02T09:00:00"})
    assert all("error" not in x for x in found)
