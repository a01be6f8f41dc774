"""The version of each stage in this release, and which jobs this release can work on.

A job is for one subject (a page or an article) at one version of a stage. A release whose reader
gives better results has a higher version, so it can make new jobs for what was read before
(`jobs.sweep`) and lose none.
"""

import re
from collections.abc import Iterable

from baqylau.stages import STAGES


def version_of(stage: str) -> str:
    """The version new jobs of a stage are for; at most 32 characters. The readers are imported on
    first use: they are heavy.
    """
    return STAGES[stage].version()


def is_newer(one: str, other: str) -> bool:
    """Whether a version is a later one: "facts-10" is newer than "facts-9"."""
    return _order(one) > _order(other)


def _order(version: str) -> list[int]:
    return [int(x) for x in re.findall(r"\d+", version)]


Kind = tuple[str, str]
"""A stage and a version: one kind of job."""


def own() -> tuple[Kind, ...]:
    """The kinds of job this release makes."""
    return tuple((stage, version_of(stage)) for stage in STAGES)


def workable(kinds: Iterable[tuple[str, str]]) -> list[Kind]:
    """Those of the kinds that this release can work on: its own, and earlier ones, which give way
    to its own. Later ones, and stages it does not know, are left to other releases.
    """
    found = [(stage, version) for stage, version in kinds if stage in STAGES]
    return [(stage, x) for stage, x in found if not is_newer(x, version_of(stage))]
