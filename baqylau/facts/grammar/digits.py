"""Figures of a text in digits: "1.250.000", "12 450", "4,69,418", "5,5".

Comes in: the written figure and the mark that parts thousands in its language. Goes out: its value.
"""

import re

SPACE = "[ \u00a0\u2009\u202f]"
_APOSTROPHE = "['\u2019\u02bc\u2018`´]"
PART = re.compile(
    # 1.250.000 · 12,450,000 · 1.844.036.360,12 · 1,045.50: groups of three
    r"(?P<digits>\d{1,3}(?:(?:\.\d{3}){2,5}(?:,\d{1,2})?|(?:,\d{3}){2,5}(?:\.\d{1,2})?)"
    r"(?![\d.,]\d|\d)"
    r"|[1-9]\d{0,2}(?:\.\d{3},\d{1,2}|,\d{3}\.\d{1,2})(?![\d.,]\d|\d)"
    # 4,69,418: the groups of two of India
    r"|[1-9]\d?(?:,\d{2}){1,4},\d{3}(?:\.\d{1,2})?(?![\d.,]\d|\d)"
    rf"|[1-9]\d{{0,2}}(?:{SPACE}\d{{3}}){{1,6}}(?!\d)(?:[.,]\d+)?"
    rf"|[1-9]\d{{0,2}}(?:{_APOSTROPHE}\d{{3}}){{1,6}}(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_]+)"
)
_ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def read(written: str, thousands: str) -> tuple[float, bool]:
    """The value of a figure, and whether its one mark may part thousands as well as a fraction."""
    if not _ONE_GROUP.fullmatch(written):
        return _value(written), False
    if thousands and thousands in written:
        return _value(written.replace(thousands, "")), False
    return _value(written), True


def _value(written: str) -> float:
    """The value of a figure. Of two different marks the last one parts the fraction; a mark that
    stands twice parts thousands.
    """
    bare = re.sub(f"{SPACE}|{_APOSTROPHE}", "", written)
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0 or bare.count(bare[last]) > 1:
        return float(re.sub("[.,]", "", bare))
    return float(re.sub("[.,]", "", bare[:last]) + "." + bare[last + 1 :])
