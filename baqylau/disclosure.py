"""What of an article may leave: an article's record and the one who asks come in, the record they
may have goes out.

Facts are free; the text of an article belongs to its outlet. By API, export, mail and feed the text
goes only to somebody with the right to read it (`Access.may_read_text`); others get the title, a
lead of at most 300 characters, quotes and the link.
"""

import re
from collections.abc import Mapping
from typing import Any

from baqylau.model.access import Access
from baqylau.model.fact import made_by

LEAD = 300  # characters
LEAD_READ = 4 * LEAD + 4
"""Characters of a text that its lead is made of."""
_SHORTEST = 120
"""Characters; a lead that ends with a whole sentence is preferred down to this length."""
_END_OF_SENTENCE = re.compile(r"[.!?…][»”\"')]{0,2}(?=\s)")


def lead(text: str, limit: int = LEAD) -> str:
    """The beginning of a text as one line of at most `limit` characters: whole sentences where they
    are long enough, otherwise whole words and an ellipsis.

    >>> lead("Аким открыл школу. В ней 300 мест.")
    'Аким открыл школу. В ней 300 мест.'
    >>> lead("one two three four", 10)
    'one two…'
    """
    line = " ".join(text[: 4 * limit + 4].split())
    if len(line) <= limit:
        return line
    ends = [x.end() for x in _END_OF_SENTENCE.finditer(line[: limit + 1])]
    if ends and ends[-1] >= min(_SHORTEST, limit // 2):
        return line[: ends[-1]]
    words = line[:limit]  # one character is kept for the ellipsis
    cut = words.rfind(" ")
    return words[: cut if cut > 0 else limit - 1].rstrip(" ,;:–—-") + "…"


def article(record: Mapping[str, Any], access: Access) -> dict[str, Any]:
    """The record of an article without what this access may not have: `text` becomes `lead` where
    the text may not be read; with the right, both are there. `text_is_whole` False says that only
    a beginning was read for the lead. Facts inside the record are disclosed like others.
    """
    given = dict(record)
    whole = given.pop("text_is_whole", True)
    _without_names(given, access)
    text = given.get("text")
    if isinstance(text, str):
        given["lead"] = lead(text)
        if not (whole and access.may_read_text):
            del given["text"]
    if isinstance(given.get("facts"), list):
        given["facts"] = [fact(x, access) for x in given["facts"]]
    return given


def fact(record: Mapping[str, Any], access: Access) -> dict[str, Any]:
    """The record of a fact without what this access may not have. A fact's own characters are free,
    a quote's too, however long. The sentence around it is text of the article: without the right
    only its offsets stay, and words of a slot end after `LEAD` characters. `made_by` says whether
    rules or a language model read it.
    """
    given = dict(record) | {"made_by": made_by(record["rule"])}
    _without_names(given, access)
    if access.may_read_text:
        return given
    sentence = given["sentence"]
    given["sentence"] = {"start": sentence["start"], "end": sentence["end"]}
    given["slots"] = _short(given["slots"])
    return given


def story_part(record: Mapping[str, Any], access: Access) -> dict[str, Any]:
    """The record of an article in a story: the sentences that it adds and leaves out are text."""
    given = dict(record)
    if not access.may_read_text:
        given["added"], given["left_out"] = None, None
    return given


def _without_names(given: dict[str, Any], access: Access) -> None:
    """Who corrected something is the office's own business: others are not told."""
    if given.get("corrected") and not access.may_read:
        marks: Mapping[str, Mapping[str, Any]] = given["corrected"]
        given["corrected"] = {
            field: {k: v for k, v in mark.items() if k != "by"} for field, mark in marks.items()
        }


def change(record: Mapping[str, Any], access: Access) -> dict[str, Any]:
    """The record of an edit: without the right to read texts it has no `paragraphs`, which hold
    both texts.
    """
    given = dict(record)
    if not access.may_read_text:
        given.pop("paragraphs", None)
    return given


def _short(value: Any) -> Any:
    match value:
        case str():
            return value if len(value) <= LEAD else value[: LEAD - 1] + "…"
        case dict():
            return {x: _short(y) for x, y in value.items()}
        case list():
            return [_short(x) for x in value]
        case _:
            return value
