"""The family tree of everything that can go wrong.

    BaqylauError
    ├── ConfigurationError      a setting or an address is wrong: says which, where, and the remedy
    │   └── RegistryError       outlets/**/*.toml: says file, key and remedy
    ├── InputError              one line, file or record given by a person cannot be read
    ├── TryLater                the world was busy (timeout, 503, lock): the same may succeed later
    └── SetAside                this page can never be read: kept with its reason, not retried
        └── ThinkingStopped     the work outran its bound in time or memory and was killed

A third volume of trouble, the *issue* (an outlet changed), is a row of data and no exception.
"""

from baqylau.masking import mask


class BaqylauError(Exception):
    """Root of the family; its message says where, what, and what to do.

    Messages quote settings and what libraries said of them, and end at terminals, in logs, rows and
    pages: so the words of every error are masked where they are read.
    """

    def __str__(self) -> str:
        return mask(super().__str__())


class ConfigurationError(BaqylauError):
    """A setting or an address is wrong; the message names it and the remedy."""


class RegistryError(ConfigurationError):
    """An outlet's TOML is wrong; the message names file, key and remedy."""


class InputError(BaqylauError):
    """Something a person handed in (a JSON line, a WARC record, a folder) cannot be read."""


class TryLater(BaqylauError):
    """The world was busy; the job goes back with a later `not_before`."""


class SetAside(BaqylauError):
    """This subject can never be processed; the job is kept with this message as its reason."""


class SandboxLimitExceeded(SetAside):
    """The work on one page outran its bound in time or memory; the child that did it was killed."""
