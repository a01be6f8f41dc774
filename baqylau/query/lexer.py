"""The pieces of a query: a text comes in, its tokens with their places go out.

A refusal (`QueryError`) says at which character it is and what to write there.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from baqylau.errors import QueryError
from baqylau.lang.tokens import words
from baqylau.query import vocabulary

DOUBLE = '"“”„‟'
MARKS = DOUBLE + "«»‹›"
_SHOWN = 40  # characters of the query that a refusal repeats
_MINUS = "-−–—‑!"
_PHRASE = re.compile(rf"«([^»]*)»+|‹([^›]*)›+|[{DOUBLE}]([^{DOUBLE}]*)[{DOUBLE}]")
_WORD = re.compile(rf"[^\s{MARKS}()|]+")
_FIELD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)(:|[<>]=?)")
_NEAR = re.compile(r"([^\W\d_]+)/(\d{1,4})")
_PREFIX = re.compile(r"([^\W_]+)\*")
_WILDCARD = re.compile(r"\*|\w\?\w")
_DIGIT = re.compile(r"\W*\d")
MOST_BETWEEN = 20
"""Words between the two of NEAR; further apart they have nothing to do with each other."""
MESSAGES = {
    "operand": "something is missing beside {part}; write a word or a phrase there, or put {part}"
    " into quotation marks to search for it",
    "emes": "{part} stands behind its word; write a minus before the word to be excluded: -сөз",
    "minus": "one minus excludes one word, phrase or group: -мост",
    "number": "a minus before a number may belong to it; write NOT before the number to exclude"
    " it, or the number alone to find it",
    "capitals": "the whole query is in capital letters, so {part} may be an operator or a word;"
    " write the words in small letters, or {part} in quotation marks",
    "star": "an asterisk stands at the end of a word of at least two letters (водопров*), and no"
    " sign stands inside a word",
    "near": "the distance is written as NEAR/5, from 1 to 20 words, between two words or phrases",
    "field": "there is no field {part}; the fields are {fields}; to search for the words, put them"
    " into quotation marks",
    "later": "the field {part} cannot be asked yet; the fields are {fields}",
    "value": "{part} is no value of this field; write {example}",
    "unknown": "nothing is stored under {part}; write {example}",
    "mark": "a quotation mark has no partner; close the phrase, or remove the mark",
    "bracket": "a parenthesis has no partner, or nothing stands in it; close or remove it",
    "deep": "parentheses stand in parentheses more than 20 times; write a simpler query",
    "long": "a query has at most 40 words and phrases; write fewer",
    "size": "a query has at most 400 characters; keep its most important words",
}
"""English messages by reason; the dashboard has its own in three languages."""


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is word, phrase, prefix, exact, field, near, and, or, not, minus, ( or ); `value` its
    text, of a field the canonical name, of near the distance."""

    kind: str
    value: str
    start: int
    end: int


def refuse(reason: str, query: str, start: int, end: int, example: str = "") -> NoReturn:
    """Raises `QueryError` for the characters from `start` to `end`."""
    part = query[start:end].strip()[:_SHOWN]
    fields = ", ".join(vocabulary.table()["fields"])
    said = MESSAGES[reason].format_map({"part": part, "fields": fields, "example": example})
    message = f"at character {start + 1} ({part}): {said}"
    raise QueryError(reason, part, message, start, example)


def tokens(query: str) -> list[Token]:
    """The tokens of a query, in order; signs without a letter or digit are none, as in every text.
    Raises `QueryError`.
    """
    found: list[Token] = []
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        token, at = _next(query, at, found)
        if token is not None:
            found.append(token)
    return found


def _next(query: str, at: int, before: list[Token]) -> tuple[Token | None, int]:
    """The token that begins here, if one does, and where to go on."""
    first = query[at]
    if first in "()":
        return Token(first, first, at, at + 1), at + 1
    if first == "|":
        end = at + (2 if query[at : at + 2] == "||" else 1)
        return Token(vocabulary.OR, query[at:end], at, end), end
    if first in MARKS:
        return _phrase(query, at, at, "phrase")
    if first in _MINUS and _stands_alone(query, at, before):
        return _minus(query, at)
    if first == "=" and query[at + 1 : at + 2] not in ("", " ", "="):
        return _exact(query, at)
    field = _FIELD.match(query, at)
    if field is not None:
        return _field(query, field)
    return _word(query, at)


def _stands_alone(query: str, at: int, before: list[Token]) -> bool:
    """Whether a minus may exclude: a space, a parenthesis, a field or the beginning stands before
    it, and something to be excluded behind it. Between two spaces it is a dash.
    """
    of_field = bool(before) and before[-1].kind == "field" and before[-1].end == at
    if at and not of_field and not query[at - 1].isspace() and query[at - 1] not in "(|":
        return False
    following = query[at:].lstrip(_MINUS)[:1]
    return bool(following) and not following.isspace() and following not in ")|"


def _minus(query: str, at: int) -> tuple[Token | None, int]:
    if query[at + 1] in _MINUS:
        refuse("minus", query, at, at + 2)
    if _DIGIT.match(query, at + 1) and query[at + 1] not in MARKS + "(=":
        end = _end_of_word(query, at + 1)
        refuse("number", query, at, end)
    return Token("minus", query[at], at, at + 1), at + 1


def _phrase(query: str, start: int, at: int, kind: str) -> tuple[Token | None, int]:
    """A phrase whose mark is at `at`; its token begins at `start`."""
    found = _PHRASE.match(query, at)
    if found is None:
        refuse("mark", query, at, at + 1)
    held = next(x for x in found.groups() if x is not None)
    star = _WILDCARD.search(held)
    if star:
        refuse("star", query, at, found.end())
    if not words(held):
        return None, found.end()
    return Token(kind, held, start, found.end()), found.end()


def _exact(query: str, at: int) -> tuple[Token | None, int]:
    if query[at + 1] in MARKS:
        return _phrase(query, at, at + 1, "exact")
    end = _end_of_word(query, at + 1)
    if _WILDCARD.search(query, at, end):
        refuse("star", query, at, end)
    return (Token("exact", query[at + 1 : end], at, end) if words(query[at:end]) else None), end


def _field(query: str, found: re.Match[str]) -> tuple[Token | None, int]:
    """A field, or a word with a colon behind it («Астана: погода»)."""
    name, end = found[1].casefold(), found.end()
    alone = end == len(query) or query[end].isspace()
    if name in vocabulary.later():
        refuse("later", query, found.start(), end)
    canonical = vocabulary.fields().get(name)
    if canonical and (found[2] == ":" or canonical in vocabulary.NUMBERS):
        if alone:
            refuse("value", query, found.start(), end, example=example_of(canonical))
        return Token("field", canonical, found.start(), end), end
    if not alone:
        refuse("field", query, found.start(), _end_of_word(query, found.start()))
    return _word(query, found.start())


def _word(query: str, at: int) -> tuple[Token | None, int]:
    end = _end_of_word(query, at)
    written = query[at:end]
    if kind := vocabulary.operators().get(written):
        if kind == vocabulary.REFUSED:
            refuse("emes", query, at, end)
        if kind == vocabulary.NEAR:
            refuse("near", query, at, end)
        return Token(kind, written, at, end), end
    near = _NEAR.fullmatch(written)
    if near and vocabulary.operators().get(near[1].upper()) == vocabulary.NEAR:
        if not 1 <= int(near[2]) <= MOST_BETWEEN:
            refuse("near", query, at, end)
        return Token("near", near[2], at, end), end
    if "~" in written:
        refuse("near", query, at, end)
    prefix = _PREFIX.fullmatch(written)
    if prefix and len(words(prefix[1])) == 1 and len(words(prefix[1])[0]) > 1:
        return Token("prefix", prefix[1], at, end), end
    if _WILDCARD.search(written):
        refuse("star", query, at, end)
    return (Token("word", written, at, end) if words(written) else None), end


def _end_of_word(query: str, at: int) -> int:
    found = _WORD.match(query, at)
    return found.end() if found else at + 1


def example_of(field: str) -> str:
    """A value of the field, with its name, as a refusal suggests it."""
    return str(vocabulary.table()["examples"][field])
