"""How often one may try to sign in: a login and an address come in, the seconds to wait go out.

Attempts are counted in this process, by login and address together, by login and by address; an
attempt is counted before it is looked at. A right password takes the first count back, not the
others, so that nobody who has an account buys more attempts at another's.
"""

import math
import time

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from baqylau.accounts.addresses import who_tries
from baqylau.accounts.logins import LONGEST, spelled

_PAIR = RateLimitItemPerMinute(6, 5, "pair")  # of one login from one address, in five minutes
_LOGIN = RateLimitItemPerHour(40, 1, "login")  # from wherever
_ADDRESS = RateLimitItemPerMinute(60, 10, "address")  # an office behind one address signs in


class Throttle:
    """The attempts of the last hour."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def seconds_to_wait(self, login: str, address: str) -> int:
        """0 where this attempt may be looked at; it is counted then."""
        login, address = spelled(login[:LONGEST]), who_tries(address)
        for item, key in (
            (_ADDRESS, (address,)),
            (_PAIR, (login, address)),
            (_LOGIN, (login,)),
        ):
            if not self._limiter.hit(item, *key):
                reset = self._limiter.get_window_stats(item, *key).reset_time
                return max(1, math.ceil(reset - _now()))
        return 0

    def succeeded(self, login: str, address: str) -> None:
        """The password was right."""
        self._limiter.clear(_PAIR, spelled(login[:LONGEST]), who_tries(address))


def _now() -> float:
    """The clock by which `limits` counts."""
    return time.time()  # noqa: TID251
