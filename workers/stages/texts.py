"""The tokens of an article's texts: the texts come in, tokens go out, as the sandbox makes them.

The stages `index` and `match` both want them, mostly one after the other in one process; so those
that one made are kept for the other, and no text is read twice.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from workers.job_runner import JobRunner, LeasedJob

_MOST = 64  # articles whose tokens are kept; some 40 KiB each
Texts = tuple[Sequence[str], ...]

_kept: OrderedDict[tuple[Any, ...], Texts] = OrderedDict()
_lock = threading.Lock()


def made(runner: JobRunner, held: LeasedJob, *fields: Any) -> Texts:
    """The tokens of title, text, section, tags and language, made now and kept."""
    tokens: Texts = runner.read(held, *fields)
    with _lock:
        _kept[_key(fields)] = tokens
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return tokens


def known(runner: JobRunner, held: LeasedJob, *fields: Any) -> Texts:
    """The same, those that were kept where they were."""
    with _lock:
        tokens = _kept.pop(_key(fields), None)
    return tokens if tokens is not None else runner.read(held, *fields)


def _key(fields: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(tuple(x) if isinstance(x, list) else x for x in fields)
