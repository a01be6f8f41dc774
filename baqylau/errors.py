"""The exceptions of the project.

    BaqylauError
    ├── ConfigurationError      a setting or an address is wrong: says which, where, and the remedy
    │   └── RegistryError       the same for outlets/**/*.toml: file, key and remedy
    ├── InputError              a line, file or record that a person gave cannot be read
    │   ├── AccountError        an account cannot be made or changed so
    │   ├── FieldError          a field of a form holds what it cannot
    │   ├── QueryError          a search query with something that no search here understands
    │   └── EditError           what a person changes by hand cannot be changed so
    │       └── ConflictError   somebody else changed the same thing in the meantime
    ├── IncompleteExport        an export holds less than was asked for, since its time was over
    ├── TryLater                something outside was busy (timeout, 503, lock): may succeed later
    └── SetAside                this page can never be read: kept with its reason, not retried
        └── SandboxLimitExceeded    the work exceeded its time or memory and was killed

A fault of an outlet, an *issue*, is a row in the database and not an exception.
"""

from baqylau.masking import mask


class BaqylauError(Exception):
    """The base class; a message says where, what, and what to do.

    Messages quote settings and errors of libraries, and are shown in terminals, logs, rows and web
    pages. So credentials are masked whenever an error is converted to text.
    """

    def __str__(self) -> str:
        return mask(super().__str__())


class ConfigurationError(BaqylauError):
    """A setting or an address is wrong; the message names it and the remedy."""


class RegistryError(ConfigurationError):
    """An outlet's TOML is wrong; the message names file, key and remedy."""


class InputError(BaqylauError):
    """Input that a person gave (a JSON line, a WARC record, a folder) cannot be read."""


class AccountError(InputError):
    """An account cannot be made or changed so. `reason` names the message of a page: "login",
    "taken", "last", "first", "gone".
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class FieldError(InputError):
    """A field of a form holds what it cannot. `field` names it, and so does the message."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class QueryError(InputError):
    """A search query holds something that is not understood, so that it is answered with a refusal
    rather than wrongly. `reason` names the message, `part` is what is not understood, `at` the
    character of the query where it begins (from 0), `example` what to write instead, if there is
    one to suggest.
    """

    def __init__(
        self, reason: str, part: str, message: str, at: int = 0, example: str = ""
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.part = part
        self.at = at
        self.example = example


class EditError(InputError):
    """A correction, label, note, merge or split that cannot be made. `reason` names the message of
    a page (`edit_refused` in dashboard/i18n), `values` fill it.
    """

    def __init__(self, reason: str, message: str, **values: str | int) -> None:
        super().__init__(message)
        self.reason = reason
        self.values = values


class ConflictError(EditError):
    """Somebody else changed the same thing after this person had looked at it; nothing is done."""


class IncompleteExport(BaqylauError):
    """The search of an export took too long: what was found until then was exported, and there may
    be more. Raised behind the last record.
    """


class TryLater(BaqylauError):
    """Something outside was busy or away; the job is tried again after a later `not_before`."""


class SetAside(BaqylauError):
    """This subject can never be processed; the job is kept with this message as its reason."""


class SandboxLimitExceeded(SetAside):
    """The work on one page exceeded its time or memory; its sandbox process was killed."""
