"""The filters' frame keeps its promise: one answer per line, in order, whatever stands in the
line.
"""

import io
import json
import math
from collections.abc import Mapping
from typing import Any

import pytest

from console import jsonl


def upper(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": line["id"], "text": line["text"].upper()}


def answers(given: bytes, answer: jsonl.Answer = upper) -> list[dict[str, Any]]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    jsonl.run(answer, io.TextIOWrapper(io.BytesIO(given)), out)
    written = out.buffer.getvalue().decode()  # type: ignore[attr-defined]  # a BytesIO
    return [json.loads(x) for x in written.splitlines()]


def test_answers_stand_in_the_order_of_the_lines() -> None:
    given = '{"id": 1, "text": "сәлем"}\n{"id": 2, "text": "b"}\n'.encode()
    assert answers(given) == [{"id": 1, "text": "СӘЛЕМ"}, {"id": 2, "text": "B"}]


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        (b"{", "InputError", "line 1 is not JSON"),
        (b"", "InputError", "line 1 is not JSON"),
        (b"[1]", "InputError", "not an object"),
        (b"[" * 100_000, "InputError", "line 1"),
        (b'{"id": 7}', "KeyError", '"text" is missing'),
        (b'{"id": 7, "text": 5}', "AttributeError", "upper"),
        (b'{"id": NaN}', "InputError", "NaN is not a number"),
        (b"9" * 5000, "InputError", "line 1"),
    ],
)
def test_a_bad_line_is_answered_and_the_next_lines_too(line: bytes, kind: str, words: str) -> None:
    bad, good = answers(line + b'\n{"id": "x", "text": "y"}\n')
    assert bad["id"] == (7 if b"7" in line else None)
    assert bad["error"]["type"] == kind
    assert words in bad["error"]["message"]
    assert good == {"id": "x", "text": "Y"}


def test_broken_utf8_and_a_byte_order_mark_are_read() -> None:
    assert answers(b'\xef\xbb\xbf{"id": 1, "text": "a\xff"}\n') == [{"id": 1, "text": "A�"}]


def test_a_last_line_without_a_line_feed_is_answered() -> None:
    assert answers(b'{"id": 1, "text": "a"}') == [{"id": 1, "text": "A"}]


def test_lone_surrogates_are_escaped() -> None:
    assert answers(b'{"id": 1, "text": "\\ud800"}\n') == [{"id": 1, "text": "\ud800"}]


def test_an_answer_that_is_no_json_is_an_error() -> None:
    (given,) = answers(b'{"id": 1}\n', lambda line: {"id": line["id"], "value": math.nan})
    assert given["id"] == 1
    assert given["error"]["type"] == "ValueError"


def test_what_a_library_prints_stays_out_of_the_answers(capsys: pytest.CaptureFixture[str]) -> None:
    def chatty(line: Mapping[str, Any]) -> dict[str, Any]:
        print("loading…")
        return {"id": line["id"]}

    assert answers(b'{"id": 1}\n', chatty) == [{"id": 1}]
    assert "loading" in capsys.readouterr().err


def test_a_reader_that_left_ends_the_filter_quietly() -> None:
    class Gone(io.BytesIO):
        def write(self, _given: Any) -> int:
            raise BrokenPipeError

    jsonl.run(upper, io.BytesIO(b'{"id": 1, "text": "a"}\n'), io.TextIOWrapper(Gone()))
