"""What went wrong on the way to an outlet, in words for a person: an exception comes in, a short
phrase goes out.
"""

from traceback import clear_frames

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

NETWORK = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    OSError,
)
"""Everything an outlet or the way to it may do to a request. Anything else is a fault of ours and
is raised.
"""

TOO_LARGE = "larger than the limit"


class RequestRefused(IgnoreRequest):
    """The guard keeps this request in the house."""


class NoContactConfigured(RequestRefused):
    """A public address, and nobody said who runs this crawler: our doing, not the outlet's."""


class RobotsForbidden(IgnoreRequest):
    """The outlet's robots.txt forbids this address."""


def explain(wrong: BaseException) -> str:
    """A phrase that is the same for the same kind of trouble, so that it can be counted."""
    if "DOWNLOAD_MAXSIZE" in str(wrong):
        return TOO_LARGE
    if isinstance(wrong, IgnoreRequest):
        return str(wrong) or "refused"
    if isinstance(wrong, CannotResolveHostError):
        return "unknown host"
    if isinstance(wrong, DownloadConnectionRefusedError):
        return "connection refused"
    if isinstance(wrong, DownloadTimeoutError):
        return "timed out"
    if isinstance(wrong, DownloadCancelledError):
        return TOO_LARGE
    if "certificate" in str(wrong).lower() or "SSL" in str(wrong):
        return "certificate not trusted"
    return "connection broken"


def release_traceback(wrong: BaseException) -> None:
    """Frees what the traceback still holds: the ten megabytes a refused bomb had unpacked to, until
    the collector comes around.
    """
    seen: BaseException | None = wrong
    while seen is not None:
        clear_frames(seen.__traceback__)
        seen.__traceback__ = None
        seen = seen.__cause__ or seen.__context__
