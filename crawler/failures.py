"""What went wrong with a request, in words for a person: an exception comes in, a short phrase goes
out.
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
from scrapy.http import Response
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
"""The exceptions that an outlet or the network may cause. Any other is a fault of this program and
is raised.
"""

TOO_LARGE = "larger than the limit"


class RequestRefused(IgnoreRequest):
    """The guard did not let this request leave the crawler."""


class NoContactConfigured(RequestRefused):
    """The address is public and no contact is set: a fault of our settings, not of the outlet."""


class RobotsForbidden(IgnoreRequest):
    """The outlet's robots.txt forbids this address."""


CUT = "connection broken"
_WHOLE_ENDS = (b"</html>", b"</rss>", b"</feed>", b"</urlset>", b"</sitemapindex>", b"}", b"]")
_END = 200  # bytes at the end of a body among which its last tag is looked for


def is_cut(response: Response) -> bool:
    """Whether the body was cut on its way: it is shorter than its Content-Length, and does not end
    as whole pages and lists do. Some servers announce a wrong length for whole pages.
    """
    if "dataloss" not in response.flags:
        return False
    end = response.body[-_END:].rstrip().lower()
    return not any(x in end if x.startswith(b"<") else end.endswith(x) for x in _WHOLE_ENDS)


def explain(wrong: BaseException) -> str:
    """The same phrase for the same kind of failure, so that it can be counted."""
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
    """Frees what the traceback still references, such as the ten megabytes to which a decompression
    bomb was unpacked, without waiting for the garbage collector.
    """
    seen: BaseException | None = wrong
    while seen is not None:
        clear_frames(seen.__traceback__)
        seen.__traceback__ = None
        seen = seen.__cause__ or seen.__context__
