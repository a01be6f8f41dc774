"""The common part of `clean` and `facts`: JSON Lines come in; one JSON line per input line goes
out, in the same order, whatever a line holds.

$ printf '%s\\n' '{"id": "1"' | baqylau facts
{"id": null, "error": {"type": "InputError",
 "message": "line 1 is not JSON: Expecting ',' delimiter at character 10"}}
"""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from typing import IO, Any

from baqylau.errors import InputError

Answer = Callable[[Mapping[str, Any]], dict[str, Any]]


def run(answer: Answer, stdin: IO[Any], stdout: IO[Any]) -> None:
    """Writes one line to `stdout` for every line of `stdin`, flushed at once. A line that fails is
    answered with its error.

    Both may be text or byte streams; their bytes are used where they have any. Bytes that are not
    UTF-8 become U+FFFD. What a library prints goes to standard error. Ends without a message
    where the reader of `stdout` has closed it (`| head`).
    """
    lines, out = getattr(stdin, "buffer", stdin), getattr(stdout, "buffer", None)
    with redirect_stdout(sys.stderr):
        for number, line in enumerate(lines, 1):
            written = _answer_to(answer, line, number)
            try:
                out.write(written.encode()) if out else stdout.write(written)
                (out or stdout).flush()
            except BrokenPipeError:
                _close_quietly(stdout)
                return


def json_line(record: Mapping[str, Any]) -> str:
    """One line. Lone surrogates, which no UTF-8 stream can carry, are written as JSON escapes."""
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(record, allow_nan=False)
    return line + "\n"


def _answer_to(answer: Answer, line: bytes | str, number: int) -> str:
    name: Any = None
    try:
        given = read(line, number)
        name = given.get("id")
        return json_line(answer(given))
    # no line may be missing in the output, whatever exception it causes
    except Exception as wrong:  # noqa: BLE001
        return json_line(
            {"id": name, "error": {"type": type(wrong).__name__, "message": message_of(wrong)}}
        )


def read(line: bytes | str, number: int) -> dict[str, Any]:
    """The line's object. Raises `InputError` that names the line and what is wrong with it."""
    text = (
        line.decode("utf-8-sig" if number == 1 else "utf-8", "replace")
        if isinstance(line, bytes)
        else line
    )
    try:
        given = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as wrong:
        raise InputError(
            f"line {number} is not JSON: {wrong.msg} at character {wrong.pos}"
        ) from wrong
    except (
        RecursionError,
        ValueError,
    ) as wrong:  # brackets thousands deep; a number of thousands of digits
        raise InputError(f"line {number} cannot be read as JSON: {wrong}") from wrong
    if not isinstance(given, dict):
        raise InputError(
            f'line {number} holds {type(given).__name__}, not an object: write {{"id": …}} on every'
            " line"
        )
    return given


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def message_of(wrong: Exception) -> str:
    """The message of an exception; for a KeyError the name of the missing key."""
    if isinstance(wrong, KeyError) and wrong.args:
        return f'the key "{wrong.args[0]}" is missing'
    return str(wrong) or type(wrong).__name__


def _close_quietly(stdout: IO[Any]) -> None:
    """Otherwise Python would report at exit that it cannot flush the closed stream."""
    try:
        stdout.close()
    except (BrokenPipeError, ValueError):
        return
