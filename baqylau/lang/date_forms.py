"""The form of a date, which all languages share. Comes in: a row of `<code>/date_forms.toml`, which
the language compiles. Goes out: a `DateForm` for the date rules.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateForm:
    """`name` becomes the fact's rule, `read` names the reading of the pattern's groups. `near` are
    the kinds of words without which the pattern need not be tried; `whole` says that the span keeps
    the preposition before the date. Only Russian uses these two.
    """

    name: str
    pattern: re.Pattern[str]
    read: str
    near: frozenset[str] = frozenset()
    whole: bool = False
