"""A pattern that refuses articles is a finding once three lists in a row show it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from baqylau.model.issue import Trouble
from baqylau.model.visit import SourceOutcome, SourceResult
from baqylau.monitoring.narrow_pattern import narrow_patterns
from baqylau.monitoring.observations import Observations, VisitLog

WAY, AT = "https://tau-samal.test/rss", datetime(2026, 3, 9, 12, tzinfo=UTC)
PLAIN = SourceResult(SourceOutcome.READ, "", 4)
BAD = replace(PLAIN, refused=9, lookalike="https://tau-samal.test/pikir/10001")
SAME = SourceResult(SourceOutcome.UNCHANGED)


@pytest.mark.parametrize(
    ("results", "found"),
    [
        ([BAD, BAD, BAD], True),
        ([BAD, SAME, BAD, SAME, BAD], True),
        ([PLAIN, BAD, BAD], False),
        ([BAD, BAD, BAD, PLAIN], False),
        ([BAD, BAD], False),
        ([], False),
    ],
)
def test_three_lists_in_a_row_make_a_finding(results: list[SourceResult], found: bool) -> None:
    visits = tuple(
        VisitLog(AT + timedelta(hours=n), AT + timedelta(hours=n), {WAY: x})
        for n, x in enumerate(results)
    )
    findings = narrow_patterns(Observations("UTC", "kz", {WAY: "feed"}, visits, ()))
    assert [(x.trouble, x.subject) for x in findings] == [(Trouble.CHANGED, WAY)] * found
    assert all(BAD.lookalike in x.diagnosis for x in findings)
