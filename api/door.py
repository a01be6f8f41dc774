"""Who asks: a request comes in, its `Access` goes out, or the request is refused: without a token
where one is needed (401), or too often (429).

The token is sent as `Authorization: Bearer baq_…`. While there are no accounts and the dashboard
listens on loopback, whoever asks without a token is the person at this machine.
"""

import math
from http import HTTPStatus

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from api.problems import Refused
from baqylau import clock
from baqylau.accounts.addresses import is_loopback, who_tries
from baqylau.app import App
from baqylau.model.access import LOCAL, NOBODY, Access
from baqylau.store import tokens
from baqylau.store.connect import is_busy
from baqylau.store.login_needed import Login

_HOW = "send `Authorization: Bearer …` with a token that `baqylau tokens add` made"


class Door:
    """Called for every request of a resource. Counts are those of this process."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._of_token = parse(app.settings.api_rate)
        self._of_address = parse(app.settings.api_rate_open)
        self._is_reached = not is_loopback(app.settings.dashboard_host)
        self._login = Login(app.engine, app.settings)

    def __call__(self, request: Request) -> Access:
        sent = request.headers.get("authorization")
        if sent is None and not self._is_closed():
            return LOCAL
        address = who_tries(request.client.host if request.client else "")
        if sent is None:
            self._count(self._of_address, address)
            if self._app.settings.open_facts:
                return NOBODY
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                f"a token is needed: {_HOW}",
                {"WWW-Authenticate": "Bearer"},
            )
        return self._of(sent, address)

    def _is_closed(self) -> bool:
        """Whether others may ask, or accounts say who somebody is."""
        return self._is_reached or self._login.is_needed()

    def _of(self, sent: str, address: str) -> Access:
        kind, _, token = sent.partition(" ")
        now = clock.now()
        found = None
        if kind.casefold() == "bearer":
            found = tokens.found(self._app.engine, token.strip(), now)
        if found is None:
            self._count(self._of_address, address)
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                f"the token is unknown, has expired or was revoked; {_HOW}",
                {"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        self._count(self._of_token, found.prefix)
        try:
            tokens.mark_used(self._app.engine, found, now)
        except Exception as wrong:
            if not is_busy(wrong):  # a database that is busy or read-only can still be read
                raise
        return found.access

    def _count(self, rate: RateLimitItem, who: str) -> None:
        if self._limiter.hit(rate, who):
            return
        ends = self._limiter.get_window_stats(rate, who).reset_time
        wait = max(1, math.ceil(ends - clock.now().timestamp()))
        raise Refused(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"more than {rate.amount} requests in {rate.get_expiry()} s; ask again in {wait} s",
            {"Retry-After": str(wait)},
        )
