"""The version of the work each stage does now: a job is for one subject and one version, so a
better reader means new jobs, not lost ones.
"""

import re
from collections.abc import Iterable
from importlib import import_module

from baqylau.messages import Stage

INDEX_VERSION = "1"  # raise when `baqylau.lang.stems` answers otherwise than before
_READERS = {Stage.CLEAN: "baqylau.clean", Stage.FACTS: "baqylau.facts"}


def version_of(stage: Stage) -> str:
    """The version new jobs of a stage are for; at most 32 characters. The readers are imported on
    first use: they are heavy.
    """
    if stage is Stage.INDEX:
        return INDEX_VERSION
    return str(import_module(_READERS[stage]).VERSION)


def is_newer(one: str, other: str) -> bool:
    """Whether a version is a later one: "facts-10" is newer than "facts-9"."""
    return _order(one) > _order(other)


def _order(version: str) -> list[int]:
    return [int(x) for x in re.findall(r"\d+", version)]


Kind = tuple[Stage, str]
"""A stage and a version: one kind of job."""


def own() -> tuple[Kind, ...]:
    """The kinds of job this release makes."""
    return tuple((stage, version_of(stage)) for stage in Stage)


def workable(kinds: Iterable[tuple[str, str]]) -> list[Kind]:
    """Those of the kinds that this release can work on: its own, and earlier ones, which give way
    to its own. Later ones are left to later releases.
    """
    found = [(Stage(stage), version) for stage, version in kinds if stage in set(Stage)]
    return [(stage, x) for stage, x in found if not is_newer(x, version_of(stage))]
