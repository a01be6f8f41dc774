"""Whether a login is needed: settings and the table of accounts come in; yes or no goes out, for
the dashboard and the API alike.
"""

from typing import Any

from sqlalchemy import Engine

from baqylau.store import accounts


class Login:
    """`settings` are those of the app: `accounts` and `proxy_header` are read."""

    def __init__(self, engine: Engine, settings: Any) -> None:
        self._engine = engine
        self._needed = bool(settings.accounts or settings.proxy_header)

    def is_needed(self) -> bool:
        """Whether everything is for those who signed in only: accounts are wanted, a proxy says who
        somebody is, or there is an account. Once there is one, there is one for ever, so that the
        table is asked no more.
        """
        self._needed = self._needed or accounts.exist(self._engine)
        return self._needed
