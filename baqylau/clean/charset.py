"""Bytes of an unknown charset come in, text goes out. The declared charset is used only where the
decoded letters fit it.

Order: a byte order mark; bytes that are valid UTF-8; the declared charset; the charset whose
letters look most like written Russian or Kazakh. A page that was decoded in the wrong charset
before it was stored as UTF-8 ("РџСЂРё…", "Ð¿Ñ€Ð¸…") is repaired.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from baqylau.text import word_votes

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*+=\s*+(?:[\"']\s*+)?([\w:.-]{2,20})", re.I
)
_HEADER = re.compile(r"charset\s*+=\s*+(?:[\"']\s*+)?([\w:.-]{2,20})", re.I)
_DECLARATION_BYTES = 8192
"""Bytes in which a declaration is looked for. Browsers look at 1,024; some outlets write theirs
later.
"""

_CYRILLIC = ("windows-1251", "koi8-r", "iso-8859-5", "cp866", "ptcp154", "kz1048")
"""Charsets tried where the letters may be Cyrillic; the last two are Kazakh. The one named first
is taken where two give the same words.
"""
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
"""What browsers read where the first is declared: the same letters and more
(encoding.spec.whatwg.org).
"""
_LATIN = ("cp125", "iso8859-", "latin", "mac-", "macroman")
_OTHER_LETTERS = ("cp1253", "cp1255", "cp1256", "iso8859-6", "iso8859-7", "iso8859-8", "cp874")
"""Greek, Hebrew, Arabic and Thai: their words look like Cyrillic ones, since all letters are above
ASCII in both.
"""
_MIN_POINTS = 0.35
"""Points a word (`baqylau.text.word_votes`) from which words are Russian or Kazakh: texts of a few
lines have .6 to 1.2, a text read in a wrong charset less than .1.
"""
_MIN_WHOLE_SHARE = 0.6
"""Share of the bytes above ASCII that stand in words of nothing else: Cyrillic texts have .95 and
more, Latin ones with accents .1.
"""
_MIN_RUNS = 3
_MIN_HIGH_SHARE = 0.02
_GUESSED = (
    *("cp1252", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"),
    *("big5", "gb18030", "cp932", "euc_jp", "cp949", "iso8859_2", "iso8859_6", "iso8859_7"),
)
"""What browsers read, without Cyrillic and Unicode."""
_GUESS_SAMPLE = 20_000
"""Bytes given to charset-normalizer; it takes 50 ms for them."""
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_MAX_RUNS = 1500
_COMMON_LETTERS = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
_SAMPLE = 200_000
"""Bytes examined: enough to be certain, and bounded on a page of many megabytes."""
_REPAIR_SAMPLE = 60_000
"""Characters examined for signs of an earlier decoding in the wrong charset; the page's head and
headline are among them.
"""
_ODD_IN_WORDS = re.compile(r"[a-zа-яё][A-ZА-ЯЁ]|[^\W\d_][^\w\s]")
_MOJIBAKE = re.compile(
    r"[РС][\u0400-\u04ff\u00a0-\u00bf\u2010-\u2122]|[ÐÑÒÓ][\u0080-\u00bf\u0152-\u0178\u2010-\u2122]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`charset` is the one used; `note` says what was wrong with the declaration, None where
    nothing was.
    """

    text: str
    charset: str
    note: str | None = None


def declared(body: bytes, content_type: str | None) -> str | None:
    """The charset the header or the page itself names, as Python knows it; None where neither names
    a known one.
    """
    found = _HEADER.search(content_type or "")
    names = [found[1]] if found else []
    meta = _META.search(body, 0, _DECLARATION_BYTES)
    names += [meta[1].decode("ascii", "replace")] if meta else []
    for name in names:
        try:
            codec = codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        # hex, rot13 and the like are codecs too, but no charset of a page
        if getattr(codec, "_is_text_encoding", True):
            return codec.name
    return None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Any bytes as text; never raises."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(charset, "replace"), charset)
    named = declared(body, content_type)
    if named and named.startswith("utf-16") and body.count(b"\0") < len(body) // 10:
        named = None  # a page that declares UTF-16 in single bytes is not in UTF-16
    if b"\0" in body and (wide := _wide(body[:_SAMPLE])) is not None:
        return Decoded(body.decode(wide, "replace"), wide, "UTF-16 without its byte order mark")
    if named and named.startswith(("iso2022", "utf-7", "hz")) and body.isascii():
        return Decoded(body.decode(named, "replace"), named)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, named)
    repaired = _repair(text)
    if repaired is not None:
        return Decoded(
            repaired,
            "utf-8",
            "the text had been read in a wrong charset before it was stored; turned back",
        )
    return Decoded(text, "utf-8")


def _not_utf8(body: bytes, named: str | None) -> Decoded:
    sample = body[:_SAMPLE]
    runs = _HIGH_RUN.findall(sample)
    if (mixed := _mixed(body, runs)) is not None:
        return mixed
    if named is not None and named != "utf-8" and not _single_byte(named):
        named = _READ_AS.get(named, named)
        return Decoded(body.decode(named, "replace"), named)
    best, points = _best_cyrillic(runs, named)
    if points >= _needed(runs, named):
        right = named is None or codecs.lookup(best).name == codecs.lookup(named).name
        return Decoded(
            body.decode(best, "replace"),
            best,
            None if right else f"{named} is declared, but the words are {best}",
        )
    if named is not None and named != "utf-8":
        named = _READ_AS.get(named, named)
        return Decoded(body.decode(named, "replace"), named)
    guess = _guess(sample)
    return Decoded(body.decode(guess, "replace"), guess, f"not UTF-8; read as {guess}")


def _guess(sample: bytes) -> str:
    """The charset of a page without a declaration and without Cyrillic, by charset-normalizer."""
    from charset_normalizer import from_bytes

    if sum(map(len, _HIGH_RUN.findall(sample))) < _MIN_HIGH_SHARE * len(sample):
        return "cp1252"  # English with its quotation marks: too little to tell charsets apart
    found = from_bytes(sample[:_GUESS_SAMPLE], cp_isolation=list(_GUESSED)).best()
    return found.encoding if found else "cp1252"


def _single_byte(name: str) -> bool:
    return name.startswith(("cp", "iso8859", "koi8", "latin", "mac", "ascii", "kz1048", "ptcp154"))


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of its markup is zero."""
    half = len(sample) // 2
    low, high = sample[1::2].count(0), sample[::2].count(0)
    if half < 20 or max(low, high) * 10 < half or min(low, high) * 50 > half:
        return None
    return "utf-16-le" if low > high else "utf-16-be"


def _mixed(body: bytes, runs: Sequence[bytes]) -> Decoded | None:
    """A UTF-8 page that holds some text in another charset, as an old counter or a block of another
    site does: each word is read by itself. None where less than half of the page is UTF-8.
    """
    broken = [x for x in runs if not _is_utf8(x)]
    size = sum(map(len, runs))
    if sum(map(len, broken)) * 2 > size:
        return None
    best, points = _best_cyrillic([x for x in broken if not _is_cut(x)], None)
    charset = best if points >= _MIN_POINTS else "cp1252"

    def read(run: re.Match[bytes]) -> str:
        return run[0].decode("utf-8" if _is_utf8(run[0]) or _is_cut(run[0]) else charset, "replace")

    pieces: list[str] = []
    at = 0
    for run in _HIGH_RUN.finditer(body):
        pieces += (body[at : run.start()].decode("ascii"), read(run))
        at = run.end()
    pieces.append(body[at:].decode("ascii"))
    return Decoded(
        "".join(pieces), "utf-8", f"{len(broken)} words are not UTF-8; they were read as {charset}"
    )


def _is_utf8(run: bytes) -> bool:
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_cut(run: bytes) -> bool:
    """Whether a word is UTF-8 but for a character that was cut: most of its bytes are right."""
    wrong = run.decode("utf-8", "replace").count("\ufffd")
    return wrong * 3 <= len(run)


def _best_cyrillic(runs: Sequence[bytes], named: str | None) -> tuple[str, float]:
    """The charset in which the words are most Russian or Kazakh, and their points a word."""
    words = b" ".join(x for x in runs[:_MAX_RUNS] if len(x) > 1)
    if len(words.split()) < _MIN_RUNS:
        return _CYRILLIC[0], 0.0
    candidates = list(_CYRILLIC)
    if named and named.startswith(("cp855", "mac-cyr")):
        candidates.insert(0, named)
    points = {x: _points(words.decode(x, "replace")) for x in candidates}
    # a charset that is declared and right needs no proof that another one is worse
    best = max(candidates, key=lambda x: points[x] + (0.01 if _same(x, named) else 0.0))
    return best, points[best]


def _same(charset: str, named: str | None) -> bool:
    return named is not None and codecs.lookup(charset).name == named


def _points(text: str) -> float:
    """Points a word of the likeliest Cyrillic language. A small letter before a capital one is a
    sign of a wrong charset, and so is what is no letter. All words are counted in small letters:
    a short page of menus and headings has a capital in each second word, and it is no name.
    """
    votes = word_votes.count(text.lower(), "Cyrl")
    words = text.count(" ") + 1
    odd = len(_ODD_IN_WORDS.findall(text))
    return (max(votes.points.values()) - odd) / words


def _needed(runs: Sequence[bytes], named: str | None) -> float:
    """Points a word from which the words are believed to be Cyrillic against what is declared."""
    if named is not None and named.startswith(_OTHER_LETTERS):
        return 2 * _MIN_POINTS
    whole = sum(len(x) for x in runs if len(x) > 1)
    if whole < _MIN_WHOLE_SHARE * sum(map(len, runs)):
        return float("inf")
    if named is not None and not named.startswith((*_LATIN, "utf", "ascii")):
        return 0.0  # a Cyrillic charset is declared: only which one is asked
    return _MIN_POINTS


def _cyrillic_likeness(text: str) -> float:
    """From 0 to 1: the share of common small Cyrillic letters among the characters beyond ASCII, as
    in written Russian or Kazakh; 0 where there are fewer than 8 letters.
    """
    letters = [x for x in text if x > "\x7f" and x.isalpha()]
    if len(letters) < 8:
        return 0.0
    return sum(x in _COMMON_LETTERS for x in letters) / _beyond_ascii(text)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _repair(text: str) -> str | None:
    sample = text[:_REPAIR_SAMPLE]
    # counting the first letters of the pairs is fast, and nearly every page ends here
    firsts = sum(map(sample.count, "РСÐÑÒÓ"))
    if (
        firsts < 20
        or firsts < (enough := max(20.0, _beyond_ascii(sample) * 0.35))
        or len(_MOJIBAKE.findall(sample)) < enough
    ):
        return None
    for charset in ("windows-1251", "cp1252", "latin-1"):
        decoded = _decode_again(text, charset)
        if decoded is not None and _cyrillic_likeness(
            decoded[:_REPAIR_SAMPLE]
        ) > _cyrillic_likeness(sample):
            return decoded
    return None


def _decode_again(text: str, charset: str) -> str | None:
    # cp1252 and cp1251 leave holes (0x81, 0x98 …) that browsers read as the control character of
    # the same number
    raw = bytearray()
    for x in text:
        try:
            raw += x.encode(charset)
        except UnicodeEncodeError:
            if x > "\xff":
                return None
            raw.append(ord(x))
    decoded = raw.decode("utf-8", "replace")
    return decoded if decoded.count("\ufffd") <= len(decoded) * 0.01 else None
