"""Whether an outlet does well: its row and its open issues come in, one answer goes out, which the
page of all outlets and the outlet's own page both show.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from baqylau.model.issue import Issue
from baqylau.store.queries.operations import OutletRow


@dataclass(frozen=True, slots=True)
class Condition:
    """`issues` are the open ones; `failures` visits in a row failed, the last one as `result` says
    ("" where it ended well).
    """

    issues: tuple[Issue, ...]
    failures: int
    result: str

    @property
    def well(self) -> bool:
        return not self.issues and not self.failures


def condition_of(line: OutletRow, issues: Sequence[Issue]) -> Condition:
    """The condition of one outlet; `issues` may be those of any outlets, open and closed."""
    mine = tuple(x for x in issues if x.outlet_id == line.id and x.closed is None)
    result = "" if line.last_result in (None, "ok") else str(line.last_result)
    return Condition(mine, line.failures, result)
