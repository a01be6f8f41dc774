"""The page of all outlets and an outlet's own page ask one function whether it does well."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from baqylau.model.issue import Finding, Issue, Trouble
from baqylau.store.queries.operations import OutletRow
from dashboard.condition import condition_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPEN = Issue(1, "tau", Finding(Trouble.REDUCED, "", NOON, "fewer"), NOON, NOON)
LINE = OutletRow("tau", "Тау", False, NOON, "ok", NOON, None, 0, {})


@pytest.mark.parametrize(
    ("line", "issues", "well"),
    [
        (LINE, [], True),
        (LINE, [OPEN], False),
        (LINE, [replace(OPEN, closed=NOON)], True),
        (LINE, [replace(OPEN, outlet_id="dala")], True),
        (replace(LINE, failures=2, last_result="not reached: timed out"), [], False),
    ],
)
def test_an_outlet_does_well_without_open_issues_and_failed_visits(
    line: OutletRow, issues: list[Issue], well: bool
) -> None:
    found = condition_of(line, issues)
    assert found.well is well
    assert found.result == ("" if line.last_result == "ok" else line.last_result)
