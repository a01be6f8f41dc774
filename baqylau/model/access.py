"""Who asks, and what they may see and do: one value, made where a request or a command comes in and
handed to whatever decides by it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may do. Each role may do all that the one before it may."""

    READER = "reader"  # reads everything, makes watches of its own
    EDITOR = "editor"  # corrects facts, adds labels and notes
    ADMIN = "admin"  # accounts, tokens, channels, settings


class Scope(StrEnum):
    """What a token may do; a token has one or more."""

    READ = "read"  # facts, titles, leads, links
    TEXT = "text"  # the full text of articles
    WRITE = "write"  # corrections, labels, notes, watches of the account that made the token


_ORDER = tuple(Role)
_SCOPES = {
    Role.READER: frozenset({Scope.READ, Scope.TEXT}),
    Role.EDITOR: frozenset(Scope),
    Role.ADMIN: frozenset(Scope),
}


@dataclass(frozen=True, slots=True)
class Access:
    """The one who asks. `name` is written into the audit log: a login, a token's name, "terminal"
    or "local"; empty for somebody who did not sign in.
    """

    name: str = ""
    role: Role | None = None
    scopes: frozenset[Scope] = frozenset()
    account: str = ""
    """Of a token, the login that made it."""

    @classmethod
    def of_role(cls, name: str, role: Role) -> "Access":
        """A person with an account, or at the terminal."""
        return cls(name, role, _SCOPES[role])

    @property
    def owner(self) -> str:
        """Whose watches these are: those of the account, also for the tokens that it made."""
        return self.account or self.name

    @property
    def may_read(self) -> bool:
        """Whether labels, notes and what people corrected may be given out, which are the
        office's own.
        """
        return Scope.READ in self.scopes

    @property
    def signed_in(self) -> bool:
        return self.role is not None

    @property
    def may_read_text(self) -> bool:
        """Whether the full text of an article may be given out."""
        return Scope.TEXT in self.scopes

    @property
    def may_edit(self) -> bool:
        return self.at_least(Role.EDITOR) and Scope.WRITE in self.scopes

    @property
    def may_administer(self) -> bool:
        return self.at_least(Role.ADMIN) and Scope.WRITE in self.scopes

    def at_least(self, role: Role) -> bool:
        return self.role is not None and _ORDER.index(self.role) >= _ORDER.index(role)


NOBODY = Access()
"""Somebody who did not sign in: facts, titles, leads and links."""
TERMINAL = Access.of_role("terminal", Role.ADMIN)
"""The person at the machine's own terminal, who could open the database file anyway."""
LOCAL = Access.of_role("local", Role.ADMIN)
"""The person at the machine's own browser, while the dashboard is bound to loopback and there are
no accounts."""
