"""Logs in one place: one line an event, for people at a terminal and as JSON anywhere else.

Whatever `scoped(...)` and `bind(...)` name (trace, page, article, job) is on every line logged
until the block ends. Credentials are masked in every value and in every exception's words,
whichever library wrote them.
"""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

from baqylau import private
from baqylau.errors import ConfigurationError
from baqylau.masking import mask_trace, mask_value

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
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if human
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper("iso", utc=True),
        structlog.processors.format_exc_info,
        _without_credentials,
    ]
    _take_over_stdlib(level, into, shared, last)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    threading.excepthook = _of_a_thread


def _without_credentials(_logger: Any, _method: str, event: Any) -> Any:
    """The processor: every value of a line, its exception's text too. What structlog adds for
    itself begins with an underscore and is no text.
    """
    return {k: v if k.startswith("_") else mask_value({k: v})[k] for k, v in event.items()}


def _of_a_thread(told: threading.ExceptHookArgs) -> None:
    """What a thread died of: Python would print it whole."""
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        name = told.thread.name if told.thread else "?"
        sys.stderr.write(f"Exception in thread {name}:\n{mask_trace(told.exc_value)}")


@contextmanager
def scoped(**names: Any) -> Iterator[None]:
    """Every line logged inside carries these names and whatever `bind` adds; both are forgotten at
    the end.
    """
    before = structlog.contextvars.get_contextvars()
    structlog.contextvars.bind_contextvars(**names)
    try:
        yield
    finally:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(**before)


def bind(**names: Any) -> None:
    """Every line logged from here on carries these names too."""
    structlog.contextvars.bind_contextvars(**names)


def _take_over_stdlib(level: str, into: Path | None, shared: list[Any], last: Any) -> None:
    """Lines of libraries (dramatiq, scrapy, alembic) come out in the same form; their chatter stays
    below WARNING.
    """
    if into is not None:
        private.file(into)
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
    for each in root.handlers:  # a second call: the file of the first is closed, not left open
        if isinstance(each.formatter, structlog.stdlib.ProcessorFormatter):
            each.close()
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
