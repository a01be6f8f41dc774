"""The name by which a person signs in: what was typed comes in, its one spelling goes out, so that
`Aigerim ` and `aigerim` are one account.
"""

import unicodedata

from baqylau.errors import AccountError

LONGEST = 64  # characters, as in accounts.login
_SHORTEST = 2
_ALLOWED = frozenset("._-@+")


def spelled(given: str) -> str:
    """The one spelling of a login: NFKC, small letters, no space around it."""
    return unicodedata.normalize("NFKC", given).strip().casefold()


def checked(given: str) -> str:
    """The one spelling of a login for a new account. Raises `AccountError` where it is too short or
    too long or holds other characters than letters, digits and . _ - @ +

    >>> checked(" Aigerim@Office.kz")
    'aigerim@office.kz'
    """
    login = spelled(given)
    if not _SHORTEST <= len(login) <= LONGEST:
        raise AccountError("login", f"a login has {_SHORTEST} to {LONGEST} characters: aigerim")
    wrong = next((x for x in login if not (x.isalnum() or x in _ALLOWED)), None)
    if wrong is not None:
        raise AccountError(
            "login",
            f"{wrong!r} cannot stand in a login; it has letters, digits and . _ - @ + : aigerim",
        )
    return login
