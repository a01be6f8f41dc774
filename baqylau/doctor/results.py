"""What a check of the doctor says: how it is, what was checked, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """`fine` needs nothing, `note` is worth knowing, `bad` needs action."""

    FINE = "fine"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was checked, and where it is not fine, what to do."""

    grade: Grade
    what: str
    remedy: str = ""


def fine(what: str) -> CheckResult:
    return CheckResult(Grade.FINE, what)
