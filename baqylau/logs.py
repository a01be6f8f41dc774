"""Logs in one place: one line an event, for people at a terminal and as JSON anywhere else.

Whatever `afresh(...)` and `know(...)` name (trace, page, article, job) is on every line logged
until the block ends.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

from baqylau.errors import ConfigurationError

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def configure(level: str, into: Path | None = None) -> None:
    """Sets up logging for this process, on standard error or, where progress bars own the terminal,
    at the end of a file.

    Raises `ConfigurationError` for an unknown level.
    """
    if level not in LEVELS:
        raise ConfigurationError(
            f"setting log_level: {level!r} is not a level; give one of {', '.join(LEVELS)}"
        )
    human = into is None and sys.stderr.isatty()
    last: Any = (
        structlog.dev.ConsoleRenderer()
        if human
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper("iso", utc=True),
    ]
    if not human:
        shared.append(structlog.processors.format_exc_info)
    _take_over_stdlib(level, into, shared, last)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


@contextmanager
def afresh(**names: Any) -> Iterator[None]:
    """Every line logged inside carries these names and whatever `know` adds; both are forgotten at
    the end.
    """
    before = structlog.contextvars.get_contextvars()
    structlog.contextvars.bind_contextvars(**names)
    try:
        yield
    finally:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(**before)


def know(**names: Any) -> None:
    """Every line logged from here on carries these names too."""
    structlog.contextvars.bind_contextvars(**names)


def _take_over_stdlib(level: str, into: Path | None, shared: list[Any], last: Any) -> None:
    """Lines of libraries (dramatiq, scrapy, alembic) come out in the same form; their chatter stays
    below WARNING.
    """
    handler = (
        logging.StreamHandler(sys.stderr)
        if into is None
        else logging.FileHandler(into, encoding="utf-8")
    )
    chain = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=chain)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in (
        "dramatiq",
        "alembic",
        "scrapy",
        "twisted",
        "trafilatura",
        "htmldate",
        "asyncio",
        "urllib3",
    ):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))
