"""A fetched page: what the outlet's server sent, before it is parsed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One fetch. `body` is decoded from its content-encoding but not from its charset; `fetched` is
    time-zone aware.
    """

    url: str
    body: bytes
    fetched: datetime
    content_type: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    requested: str | None = None
    """The address that was requested, where redirects led to another one."""
