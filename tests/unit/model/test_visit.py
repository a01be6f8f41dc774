"""The results of discovery sources as the database keeps them: rows of earlier releases are parsed,
and what was parsed is written as the same text.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.model.visit import SourceOutcome, SourceResult, parsed

ROWS = {
    "read": (SourceOutcome.READ, ""),
    "unchanged": (SourceOutcome.UNCHANGED, ""),
    "empty": (SourceOutcome.EMPTY, ""),
    "empty: none of 31 links is an article of this outlet": (
        SourceOutcome.EMPTY,
        "none of 31 links is an article of this outlet",
    ),
    "invalid: not a feed": (SourceOutcome.INVALID, "not a feed"),
    "invalid: <unknown>:3: mismatched tag": (
        SourceOutcome.INVALID,
        "<unknown>:3: mismatched tag",
    ),
    "failed: answers 403": (SourceOutcome.FAILED, "answers 403"),
    "failed: nothing to ask": (SourceOutcome.FAILED, "nothing to ask"),
}
"""Every form that rows of the first release have."""


@pytest.mark.parametrize("text", ROWS)
def test_rows_of_the_first_release_are_read(text: str) -> None:
    outcome, detail = ROWS[text]
    result = SourceResult.parse(text)
    assert (result.outcome, result.detail) == (outcome, detail)
    assert str(result) == text


@given(st.text())
def test_any_text_is_read_and_written_again_the_same(text: str) -> None:
    assert str(SourceResult.parse(text)) == text


@pytest.mark.parametrize("detail", ["", "timed out", "a: b", " ", "ё"])
@pytest.mark.parametrize("outcome", [x for x in SourceOutcome if x is not SourceOutcome.OTHER])
def test_any_result_is_written_and_read_again_the_same(outcome: SourceOutcome, detail: str) -> None:
    result = SourceResult(outcome, detail)
    assert SourceResult.parse(str(result)) == result


@pytest.mark.parametrize(
    "text", ["postponed", "Read", "reading: x", "failed:x", "", "other", "read: "]
)
def test_an_unknown_word_is_kept_and_counts_as_no_fault(text: str) -> None:
    result = SourceResult.parse(text)
    assert (result.outcome, result.answered, result.good) == (SourceOutcome.OTHER, True, True)


def test_what_is_answered_and_what_is_good() -> None:
    kinds = {x: SourceResult(x) for x in SourceOutcome}
    unanswered = {SourceOutcome.FAILED, SourceOutcome.UNREADABLE}
    assert {x for x, y in kinds.items() if not y.answered} == unanswered
    assert {x for x, y in kinds.items() if not y.good} == {
        *unanswered,
        SourceOutcome.INVALID,
        SourceOutcome.EMPTY,
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("failed: timed out", "timed out"),
        ("failed", "failed"),
        ("invalid: not a feed", "invalid: not a feed"),
    ],
)
def test_a_person_is_told_the_reason(text: str, reason: str) -> None:
    assert parsed({"rss": text})["rss"].reason == reason


@pytest.mark.parametrize(
    "result",
    [
        SourceResult(SourceOutcome.READ, "", 12),
        SourceResult(SourceOutcome.READ, "", 12, "https://example.kz/pikir/10001"),
        SourceResult(SourceOutcome.EMPTY, "none of 20 links is an article", 3, "https://e.kz/1"),
    ],
)
def test_refused_links_are_kept_beside_the_detail(result: SourceResult) -> None:
    assert SourceResult.parse(str(result)) == result
    assert f"{result.refused} links refused by the pattern" in str(result)
