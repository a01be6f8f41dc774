"""Reads JSON as outlets write it into their pages: a script's text comes in, its values go out.

It is tried as it stands; then it is repaired in one pass over its characters: comments, CDATA, a
byte order mark, a semicolon behind it, doubled and trailing commas, a backslash before no escape,
quotation marks inside a string, brackets that are not closed. Two objects after one another are two
values.
"""

import json
import re
from html import unescape
from typing import Any

_DECODER = json.JSONDecoder(strict=False)
_ESCAPED = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_WRAPPING = re.compile(r"//[ \t]{0,9}(?:<!\[CDATA\[|\]\]>)|//[^\n]*|/\*|<!--|-->|<!\[CDATA\[|\]\]>")
"""A comment of one line, or what opens or closes a comment or a CDATA section."""
_SPACE = re.compile(r"[\s\ufeff\u200b]*")
_STRING = re.compile(r'[^"\\]+')
_CLOSERS = {"{": "}", "[": "]"}
_MAX_DEPTH = 200


def values(text: str) -> list[Any]:
    """The values of one script, in order; [] where nothing can be read."""
    for attempt in (text, unescape(text)) if "&quot;" in text and '"' not in text else (text,):
        try:
            return [json.loads(attempt.strip(" \n\r\t\ufeff;"), strict=False)]
        except (ValueError, RecursionError):
            found = _each(_repaired(attempt))
            if found:
                return found
    return []


def _each(text: str) -> list[Any]:
    found: list[Any] = []
    at = 0
    while True:
        at = _after_space(text, at)
        if at >= len(text):
            return found
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found
        found.append(value)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _repaired(text: str) -> str:
    """The text as valid JSON, as far as this pass can tell."""
    out: list[str] = []
    open_brackets: list[str] = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter == '"':
            at = _copy_string(text, at, out)
            continue
        skipped = _WRAPPING.match(text, at)
        if skipped:
            at = _behind_comment(text, skipped)
            continue
        at += 1
        if letter in _CLOSERS:
            if len(open_brackets) >= _MAX_DEPTH:
                break
            open_brackets.append(_CLOSERS[letter])
        elif letter in "}]":
            if letter not in open_brackets:
                continue
            _drop_comma(out)
            while open_brackets[-1] != letter:
                out.append(open_brackets.pop())
            open_brackets.pop()
        elif letter == ",":
            if not open_brackets or _last(out) in ("", ",", "{", "[", ":"):
                continue
        elif letter == ";" or letter.isspace() or letter == "\ufeff":
            letter = " "
        if letter != " " or out[-1:] != [" "]:
            out.append(letter)
    _drop_comma(out)
    return "".join([*out, *reversed(open_brackets)])


def _behind_comment(text: str, opened: re.Match[str]) -> int:
    """The position behind what was opened; the end of the text where a comment does not end."""
    if opened[0] != "/*":
        return opened.end()
    closed = text.find("*/", opened.end())
    return closed + 2 if closed >= 0 else len(text)


def _last(out: list[str]) -> str:
    """The last piece that is not a space."""
    return next((x for x in reversed(out) if x != " "), "")


def _drop_comma(out: list[str]) -> None:
    while out and out[-1] in (" ", ","):
        out.pop()


def _copy_string(text: str, at: int, out: list[str]) -> int:
    """Copies the string that opens at `at`, with its inner marks and stray backslashes escaped;
    gives the position behind it.
    """
    if _last(out)[:1] == '"' or _last(out) in ("}", "]"):
        out.append(",")  # a comma is missing between two pairs
    parts = ['"']
    at += 1
    while at < len(text):
        plain = _STRING.match(text, at)
        if plain:
            parts.append(plain[0])
            at = plain.end()
            continue
        escaped = _ESCAPED.match(text, at)
        if escaped:
            parts.append(escaped[0])
            at = escaped.end()
        elif text[at] == "\\":
            parts.append("\\\\")
            at += 1
        elif _closes(text, at):
            at += 1
            break
        else:
            parts.append('\\"')
            at += 1
    out.append("".join(parts) + '"')
    return at


def _closes(text: str, at: int) -> bool:
    """Whether the mark at `at` ends its string: a colon, a bracket, or a comma with a value behind
    it follows, or the next pair on a new line.
    """
    after = _after_space(text, at + 1)
    following = text[after : after + 1]
    if following == ",":
        behind = _after_space(text, after + 1)
        return text[behind : behind + 1] in ('"', "{", "[", "}", "]", ",", "-", "") or bool(
            re.match(r"\d|true|false|null", text[behind : behind + 5])
        )
    if following == '"':
        return "\n" in text[at:after]
    return following in ("", ":", "}", "]", ";") or text.startswith(("/*", "//"), after)
