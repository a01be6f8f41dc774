"""Names in a byline: one line of it comes in, the names without labels, dates, jobs and reading
times go out.

>>> names_in("Автор: Айгуль Сатпаева, корреспондент")
['Айгуль Сатпаева']
"""

import re
from functools import cache

from baqylau.clean import wordlists
from baqylau.lang.calendar import calendar
from baqylau.text.normal import key, one_line

_MAX_NAME, _MAX_WORDS, _MAX_TEXT = 60, 6, 400
_PERSON_WORDS = 5
"""Words of the longest name of one person: "Мухаммед Али ибн Юсуф оглы"."""
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_][^\W\d_.'’ʻʼ`·-]*(?:[.'’ʻʼ`·-]{1,2}[^\W\d_]*)*")
"""A word of a name: "Н.", "O’Neill", "Нұр-Сұлтан", "A.B."."""
_EDGES = " ,.:;|/\\-–—•·()[]\"'«»“”*\n\t"
_MIN_INITIAL = 2


def names_in(text: str) -> list[str]:
    """The names in a byline; what cannot be a name is left out."""
    text = one_line(text)
    if text.lower().startswith(("http", "www.", "/")) or len(text) > _MAX_TEXT:
        return []
    text = _text_after_name().sub(" ", _without_label(text))
    text = _date().sub(" | ", text)
    found: list[str] = []
    for piece in _separator().split(text):
        name = _without_label((piece or "").strip(_EDGES)).strip(_EDGES)
        if _is_name(name) and name not in found:
            found.append(name)
    return [x for x in found if not any(x != y and key(x) in key(y) for y in found)]


def is_person(name: str, *, one_word: bool = False) -> bool:
    """Whether a name has the shape of one person's: two to five capitalised words, none of which is
    a job or a word of a menu. With `one_word`, a pseudonym of one word and a team are names too.
    """
    words = name.split()
    if not words or len(words) > _PERSON_WORDS or any(not _WORD.fullmatch(x) for x in words):
        return False
    if one_word and len(words) > 1 and words[-1].lower() in _teams():
        return words[0][0].isupper()
    if any(x.lower().strip(".") in _not_in_names() for x in words):
        return False
    if not any(x.isupper() or x.islower() for x in name):  # a script without capitals
        return 1 < len(name) <= _MAX_NAME // 3
    capitalised = [x for x in words if x[0].isupper()]
    rest = [x for x in words if not x[0].isupper()]
    if any(x.lower() not in _particles() for x in rest):
        return False
    whole = [x for x in capitalised if len(x.strip(".")) >= _MIN_INITIAL]
    return bool(whole) and (len(capitalised) > 1 or one_word)


def has_label(text: str) -> bool:
    """Whether a line begins with a word like "Автор:" or "By"."""
    return _without_label(text) != text


def _without_label(text: str) -> str:
    """The text without "Автор:", "By" or "Текст:" at its beginning. Where there is no colon, a name
    must follow the label, since "Von der Leyen" and "Di Maria" are names themselves.
    """
    for _ in range(3):
        found = _label_before().match(text)
        rest = text[found.end() :] if found else ""
        if not found or not (":" in found["mark"] or _is_label(text, rest, found.end())):
            return text
        text = rest
    return text


def _is_label(text: str, rest: str, length: int) -> bool:
    if not rest[:1].isupper():
        return bool(_label_before().match(rest))  # "By by Jane Doe"
    return " " in rest or length > 4 or text[0].islower() or text.startswith("By ")


def _is_name(name: str) -> bool:
    if not 2 < len(name) <= _MAX_NAME and not (len(name) >= 2 and not name.isascii()):
        return False
    if (
        len(name.split()) > _MAX_WORDS
        or not _LETTER.search(name)
        or any(x in name for x in "@/\\{}<>=#?!©")
    ):
        return False
    return not _not_a_person().fullmatch(name) and sum(x.isdigit() for x in name) <= 2


@cache
def _label_before() -> re.Pattern[str]:
    return re.compile(
        rf"^\s*(?:{'|'.join(wordlists.bylines('before'))})(?P<mark>\s*:\s*|\s+)(?=\S)", re.I
    )


@cache
def _date() -> re.Pattern[str]:
    """A day with its month, and what stands behind it; how long reading takes."""
    months = "|".join(sorted((x for x in calendar().months if len(x) > 2), key=len, reverse=True))
    return re.compile(
        rf"\b(?:{months})\.? \d{{1,2}}\b.*|\b\d{{1,2}}\.? (?:{months})\b.*"
        rf"|{'|'.join(wordlists.bylines('reading_time'))}",
        re.I,
    )


@cache
def _text_after_name() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in wordlists.bylines("after")), re.I)


@cache
def _separator() -> re.Pattern[str]:
    return re.compile("|".join(map(_from_first_space, wordlists.bylines("between"))))


def _from_first_space(expression: str) -> str:
    """The same expression, but tried at the first of several spaces only, not at each of them."""
    for spaces, guarded in ((r"\s*", r"(?:(?<!\s)\s+)?"), (r"\s+", r"(?<!\s)\s+")):
        if expression.startswith(spaces):
            return guarded + expression.removeprefix(spaces)
    return expression


@cache
def _not_a_person() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in wordlists.bylines("nobody")), re.I)


@cache
def _not_in_names() -> frozenset[str]:
    return frozenset((*wordlists.bylines("jobs"), *wordlists.bylines("not_in_names")))


@cache
def _teams() -> frozenset[str]:
    return frozenset(wordlists.bylines("teams"))


@cache
def _particles() -> frozenset[str]:
    return frozenset(wordlists.bylines("particles"))
