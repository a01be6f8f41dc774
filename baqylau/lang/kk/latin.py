"""Kazakh in Latin letters, read as Cyrillic. Comes in: a text in one of five spellings (with acute
marks, with macrons, with apostrophes, the older Turkic one, without marks). Goes out: the Cyrillic
text, and the offset in the Latin text of each of its letters.

>>> reading = cyrillic("Aqtaýda jańa jaǵalaý ashyldy")
>>> reading.text
'Ақтауда жаңа жағалау ашылды'
>>> reading.span(24 - 4, 27)
Span(start=20, end=28)

The tables are `latin.toml`. Addresses, and words that hold a letter of no spelling, stay as they
are. The spelling is decided once for a text, by the letters that only it uses.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.span import Span

_APOSTROPHES = "'’ʼ‘`´"
_WORD = re.compile(
    rf"[^\W\d_]+(?:[{_APOSTROPHES}](?![\W\d_]|$)[^\W\d_]*|(?<=[aginouyscAGINOUYSC])[{_APOSTROPHES}])*"
)
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|@|\w\w\.[a-z]{2}")
_FRONT = re.compile("[eiäöü]")
_VOWELS = "aeiouyáóúıäöüū"
_SAMPLE = 4000  # characters that decide the spelling


class Reading(NamedTuple):
    """The Cyrillic text; `offsets[i]` is where letter `i` begins in the Latin text, and the last
    offset is the length of the Latin text.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The characters of the Latin text that `text[start:end]` was read from."""
        return Span(self.offsets[start], self.offsets[end])


def cyrillic(text: str) -> Reading:
    """The text in Cyrillic letters; a text without a Latin letter comes back as it is."""
    kind = spelling(text)
    letters: list[str] = []
    offsets: list[int] = []
    for offset, chunk in _chunks(text, kind):
        letters += chunk
        offsets += [offset] * len(chunk)
    return Reading("".join(letters), (*offsets, len(text)))


def spelling(text: str) -> str:
    """The spelling whose own letters are the most frequent: `plain` where there are none."""
    sample = _plain_apostrophes(text[:_SAMPLE].lower().replace("i\u0307", "i"))
    votes = {
        kind: sum(sample.count(mark) for mark in wordlist("latin")[kind]["marks"])
        for kind in ("acute", "macron", "apostrophe", "turkic")
    }
    if votes["turkic"] and "ı" in sample:  # its other letters are those of `macron`
        votes["turkic"] += votes["macron"]
    kind = max(votes, key=lambda x: votes[x])
    return kind if votes[kind] else "plain"


def _chunks(text: str, kind: str) -> Iterator[tuple[int, str]]:
    """Offset and Cyrillic letters of each piece of the text, in order."""
    at, in_title = 0, False
    for chunk in _CHUNK.finditer(text):
        if _ADDRESS.search(chunk[0]):
            continue
        for word in _WORD.finditer(text, chunk.start(), chunk.end()):
            yield from ((i, text[i]) for i in range(at, word.start()))
            at = word.end()
            titled = in_title and word[0][0].isupper()
            kept = titled or _is_kept(word[0], text[at : at + 1], kind)
            in_title = titled or word[0].lower() in wordlist("latin")["kept"]["openers"]
            read = None if kept else _word(word[0], kind)
            for offset, letters in read if read is not None else enumerate(word[0]):
                yield word.start() + offset, letters
    yield from ((i, text[i]) for i in range(at, len(text)))


def _is_kept(word: str, behind: str, kind: str) -> bool:
    """`XXI`, `Instagram`, `The Dala Times`, `Fox`: a numeral, a name that the press prints in Latin
    letters, a word with letters that no Kazakh word has.
    """
    if _ROMAN.fullmatch(word) and (len(word) > 1 or behind != "."):
        return True
    low, kept = word.lower(), wordlist("latin")["kept"]
    return low in kept["words"] or (
        low in kept["openers"] or (kind in _WITHOUT_C and _FOREIGN.search(low) is not None)
    )


_ROMAN = re.compile("[IVX]{2,6}|[VX]")
_WITHOUT_C = ("acute", "macron", "apostrophe")
_FOREIGN = re.compile("[wx]|c(?![h'’ʼ‘`´])|^th|ph|ck|gh|wh")


def _word(word: str, kind: str) -> list[tuple[int, str]] | None:
    """Offset and letters of each piece of one word; None where a letter is of no spelling."""
    low = _plain_apostrophes("".join(x.lower()[0] for x in word))  # İ in small letters is two
    table, longest = _table(kind, _side(low, kind))
    read, at = _borrowed(low, word)
    while at < len(low):
        size = next((n for n in range(longest, 0, -1) if low[at : at + n] in table), 0)
        if not size:
            return None
        if _is_ts(low, at, kind):
            letters, size = "ц", 2
        else:
            letters = _in_place(table[low[at : at + size]], low, at, at + size)
        _append(read, at, _cased(letters, word[at], word))
        at += size
    return read


def _is_ts(low: str, at: int, kind: str) -> bool:
    """`tsırk`, `protsess`, `aktsııa`; in `ketse`, `aıtsa` the word has an ending there."""
    if not low.startswith("ts", at) or kind not in _WITHOUT_C:
        return False
    return at == 0 or low.startswith(_I_OF[kind], at + 2) or _TSE.match(low, at) is not None


_I_OF = {"acute": "ı", "macron": "i", "apostrophe": "i'"}
_TSE = re.compile("tse(?:r[^l]|r$|ss|pt|nt)")


def _borrowed(low: str, word: str) -> tuple[list[tuple[int, str]], int]:
    """The beginning of a word from another language, whose и no spelling tells from і (ministr)."""
    bare = low.translate({ord("ı"): "i"})
    for root, its in wordlist("latin")["borrowed"].items():
        if bare.startswith(root):
            return [(i, _cased(x, word[i], word)) for i, x in enumerate(its)], len(root)
    return [], 0


def _in_place(letters: str, low: str, start: int, end: int) -> str:
    """The letter that a table leaves open: й behind a vowel (star), у beside one (tilde)."""
    behind, before = low[start - 1 : start] in _VOWELS if start else False, low[end : end + 1]
    ahead = bool(before) and before in _VOWELS
    match letters[0]:
        case "*":
            owner = not start and before == "e"  # иесі
            return "й" if behind or (not start and ahead and not owner) else letters[1:]
        case "~":
            return "у" if behind or ahead else letters[1:]
    return letters


def _append(read: list[tuple[int, str]], at: int, letters: str) -> None:
    """Adds the letters; й and the vowel behind it are one letter (аяқ), и and а two (Италия)."""
    before = read[-1][1].lower() if read else ""
    glide = wordlist("latin")["glides"].get(letters.lower()) if before in ("й", "и") else None
    if not glide or (before == "и" and letters.lower() == "о"):
        read.append((at, letters))
    elif before == "и" and glide == "ю" and not _is_native(read):
        read[-1] = (read[-1][0], glide.upper() if read[-1][1].isupper() else glide)  # бюджет
    elif before == "и":
        read.append((at, glide.upper() if letters.isupper() else glide))
    else:
        read[-1] = (read[-1][0], glide.upper() if read[-1][1].isupper() else glide)


def _is_native(read: list[tuple[int, str]]) -> bool:
    """`қию`, `тию`: verbs of one syllable."""
    return len(read) == _VERB and read[0][1].lower() in "қктжс"


_VERB = 2  # letters before the ending of such a verb


def _cased(letters: str, printed: str, word: str) -> str:
    if not printed.isupper():
        return letters
    return letters.upper() if word.isupper() and len(word) > 1 else letters.capitalize()


def _side(low: str, kind: str) -> str:
    """The side that the vowels of a word are of, where its spelling leaves letters open."""
    back = set(wordlist("latin")[kind].get("back_letters", ""))
    return "front" if _FRONT.search(low) and back.isdisjoint(low) else "back"


@cache
def _table(kind: str, side: str) -> tuple[Mapping[str, str], int]:
    """What each letter or group of letters of a spelling stands for, and the longest group."""
    data = wordlist("latin")
    own = data[kind]
    table: dict[str, str] = data["shared"] | own["letters"] | own.get(side, {})
    table.setdefault("ı", "і")
    table.setdefault("i", "і")
    table.setdefault("u", "у")
    return table, max(map(len, table))


def _plain_apostrophes(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _APOSTROPHES), "'"))
