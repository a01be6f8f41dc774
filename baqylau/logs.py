"""Logging: events of our code and of libraries come in, one line for each goes out, readable at a
terminal and as JSON everywhere else.

The names given to `scoped(...)` and `bind(...)` (trace, page, article, job) are on every line until
the block ends. Credentials are masked in every value and in the text of every exception.
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
    """Sets up logging for this process, to standard error or, where progress bars use the terminal,
    to the end of a file.

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
    """A structlog processor that masks every value of a line, and the text of its exception. Keys
    that structlog adds for itself begin with an underscore and hold no text.
    """
    return {k: v if k.startswith("_") else mask_value({k: v})[k] for k, v in event.items()}


def _of_a_thread(failure: threading.ExceptHookArgs) -> None:
    """Prints the exception that ended a thread; Python itself would print it without masking."""
    if failure.exc_value is not None and not isinstance(failure.exc_value, SystemExit):
        name = failure.thread.name if failure.thread else "?"
        sys.stderr.write(f"Exception in thread {name}:\n{mask_trace(failure.exc_value)}")


@contextmanager
def scoped(**names: Any) -> Iterator[None]:
    """Every line logged inside the block has these names and those that `bind` adds; both are
    removed at the end.
    """
    before = structlog.contextvars.get_contextvars()
    structlog.contextvars.bind_contextvars(**names)
    try:
        yield
    finally:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(**before)


def bind(**names: Any) -> None:
    """Every line logged from here on has these names too."""
    structlog.contextvars.bind_contextvars(**names)


def _take_over_stdlib(level: str, into: Path | None, shared: list[Any], last: Any) -> None:
    """Lines of libraries (dramatiq, scrapy, pymorphy3) get the same form; those below WARNING are
    dropped.
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
        "pymorphy3",
        "asyncio",
        "urllib3",
    ):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))
