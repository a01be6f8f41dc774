"""What a person writes into the search field: a text comes in, its terms go out, or a refusal that
says what to do.

>>> terms("мост «водный кодекс»")
['мост', 'водный кодекс']

Each term stands in an article found; the words of one term stand together. Quotation marks of every
kind make a phrase. What has a meaning elsewhere and none here (OR, a minus, an asterisk, a field)
is refused rather than searched for as a word.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from baqylau.errors import QueryError

MOST = 40
"""Terms of a query; nobody types more, and each costs a stem in three languages."""
LONGEST = 400
"""Characters of a query; more is a text and no question."""
_SHOWN = 40
"""Characters of the query that a refusal repeats."""
_DOUBLE = '"“”„‟'
_MARKS = _DOUBLE + "«»‹›"
_TERM = re.compile(
    rf"«([^»]*)»+|‹([^›]*)›+|[{_DOUBLE}]([^{_DOUBLE}]*)[{_DOUBLE}]|([^\s{_MARKS}]+)|([{_MARKS}])"
)
_MINUS = re.compile(r"[-−–—‑!]+(?=\S*\w)")
_FIELD = re.compile(r"\W*([^\W\d_]+):")
_WILDCARD = re.compile(r"\*|\w\?\w")
MESSAGES = {
    "or": "{part}: alternatives are not understood; search for each of them by itself",
    "not": "{part}: words cannot be excluded; leave it out, or put words with a minus into"
    " quotation marks",
    "star": "{part}: no sign stands for other letters; write the whole word, any form of it finds"
    " every other",
    "near": "{part}: distances between words are not understood; put words that stand together"
    " into quotation marks",
    "field": "{part}: a query has words only; use the fields beside the search (outlet, language,"
    " days)",
    "mark": "{part}: a quotation mark has no partner; close the phrase, or remove the mark",
    "long": "{part}: a query has at most 40 words and phrases; write fewer",
    "size": "{part}…: a query has at most 400 characters; keep its most important words",
}
"""English messages by reason; the dashboard has its own in three languages."""


def terms(query: str) -> list[str]:
    """The words and phrases of a query, in order. Raises `QueryError`."""
    _refuse("size", len(query.strip()) > LONGEST and query.strip()[:_SHOWN])
    found: list[str] = []
    conjunctions: list[str] = []
    for match in _TERM.finditer(query):
        *phrases, word, mark = match.groups()
        phrase = next((x for x in phrases if x is not None), None)
        if phrase is not None:
            _refuse("star", _WILDCARD.search(phrase) and phrase)
            found.append(phrase)
        elif mark:
            _refuse("mark", query[match.start() :][:_SHOWN])
        elif word in _operators()["and"]:
            conjunctions.append(word)
        else:
            _check(word, query[match.end() : match.end() + 1])
            found.append(word)
    if len(found) > MOST:
        _refuse("long", query[:_SHOWN])
    return found or conjunctions


def _check(word: str, following: str) -> None:
    """Refuses a word that is an operator. `following` is the character behind it."""
    listed = _operators()
    minus = _MINUS.match(word) or (word in "-−–!" and following and following in _MARKS)
    _refuse("or", (word in listed["or"] or "|" in word) and word)
    _refuse("not", (minus or word in listed["not"]) and word + following.strip())
    _refuse("star", _WILDCARD.search(word) and word)
    _refuse("near", ("~" in word or word.partition("/")[0] in listed["near"]) and word)
    field = _FIELD.match(word)
    _refuse("field", field is not None and field[1].lower() in listed["fields"] and word)


def _refuse(reason: str, part: str | bool | re.Match[str] | None) -> None:
    if part:
        raise QueryError(reason, str(part), MESSAGES[reason].format(part=part))


@cache
def _operators() -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("operators.toml").read_text(encoding="utf-8"))
