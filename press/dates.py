"""Times as Central Asian outlets print them: an aware moment and the name of a form come in, the
text on the page goes out.
"""

import tomllib
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from press.newsroom import TODAY

_MONTHS = tomllib.loads((Path(__file__).parent / "months.toml").read_text(encoding="utf-8"))
_DAY = date.fromisoformat(TODAY)


def visible(moment: datetime, form: str, today: date = _DAY) -> str:
    """`form` is a name from `months.toml`: `[forms]` holds the pattern, `[months]` the words. Today
    and yesterday where the form has them, counted from `today`, the day the page is served: its
    reader counts from that day too.
    """
    pattern = _MONTHS["forms"][form]
    age = today - moment.date()
    key = {timedelta(0): "today", timedelta(1): "yesterday"}.get(age, "pattern")
    words = pattern.get(key, pattern["pattern"])
    month = _MONTHS["months"][pattern["months"]][moment.month - 1]
    return str(
        words.format(
            day=moment.day, month=month, year=moment.year, m=moment.month, time=f"{moment:%H:%M}"
        )
    )


def http(moment: datetime) -> str:
    """The moment as HTTP and RSS write it, in GMT where HTTP asks for it."""
    return format_datetime(moment)
