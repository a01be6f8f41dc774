"""Words and sentences of an English text. Comes in: a text and its paragraphs. Goes out: sentences
with token ranges, and token spans. Abbreviations ("Dr.", "U.S.", "B.") keep their full stop, and a
possessive ending ("’s") is a token of its own.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from baqylau.lang.en.wordlists import entries
from baqylau.model.hosts import TOP_LEVEL
from baqylau.model.span import Span
from baqylau.model.words import Sentence

_DOMAINS = f"{TOP_LEVEL}|uk|tv|io|gov|edu"
_MOST_TOKENS = 300
"""The most words of one sentence; a longer one is a table or a list and is cut there."""


_OPENERS = "The|A|In|On|At|He|She|It|They|We|But|And|This|That|For|As|If|Its|His|Her"
_TOKEN = re.compile(
    rf"[^\W\d_](?:(?:\.[A-Za-z]){{1,4}}\.|\.(?=\s?[A-Z])(?!\s(?:{_OPENERS})\b)|[a-z]{{1,5}}\.(?=\s))"
    r"|[’'](?:s|S)\b|\d+\.kg\b|\d+(?:[.,:]\d+)*[A-Za-z]*"
    r"|[^\W\d_]\w*(?:-[^\W_]\w*|[’'](?!s\b|S\b)[^\W\d_]\w*|&[A-Za-z]+|\+\d*"
    rf"|\.(?:{_DOMAINS})\b)*"
    r"|``|''|[^\w\s]|_"
)


def _spans(text: str, paragraph: Span) -> Iterator[Span]:
    """The tokens; of a short word with a full stop the stop is cut off, but for abbreviations."""
    short = entries("words", "abbreviations")
    for found in _TOKEN.finditer(text, paragraph.start, paragraph.end):
        start, end = found.span()
        if text[end - 1] == "." and end - start > 2 and text[start + 1] != ".":
            if text[start : end - 1] not in short:
                yield Span(start, end - 1)
                start = end - 1
        elif text[end - 1] == "." and end - start == 2 and not text[start].isupper():
            yield Span(start, end - 1)
            start = end - 1
        yield Span(start, end)


def segment(text: str, paragraphs: Sequence[Span]) -> tuple[tuple[Sentence, ...], tuple[Span, ...]]:
    """The sentences of the text with half-open token ranges, and every token's span."""
    sentences: list[Sentence] = []
    tokens: list[Span] = []
    for number, paragraph in enumerate(paragraphs):
        first = len(tokens)
        tokens += _spans(text, paragraph)
        starts = [first, *_breaks(text, tokens, first), len(tokens)]
        for a, b in itertools.pairwise(starts):
            for at in range(a, b, _MOST_TOKENS):
                last = min(at + _MOST_TOKENS, b)
                sentences.append(Sentence(tokens[at].start, tokens[last - 1].end, at, last, number))
    return tuple(sentences), tuple(tokens)


_CLOSING = frozenset("”\"')]»’") | {"''", "``"}
_OPENING = frozenset("“\"'([«‘") | {"``", "''"}


def _breaks(text: str, tokens: Sequence[Span], first: int) -> Iterator[int]:
    """The indices of tokens that begin a sentence, but for the first of the paragraph."""
    last, i = len(tokens), first
    while i < last:
        word = tokens[i].of(text)
        i += 1
        if not _may_end(word):
            continue
        whole = word in ".!?…"
        while i < last and _closes(text, tokens, i):
            i += 1
        if i >= last or tokens[i].start == tokens[i - 1].end:
            continue
        if _begins(text, tokens, i, strict=not whole):
            yield i


def _may_end(word: str) -> bool:
    if word in (".", "!", "?", "…"):
        return True
    return len(word) > 1 and word[-1] == "." and word[:-1] in entries("words", "last_too")


def _closes(text: str, tokens: Sequence[Span], i: int) -> bool:
    """Whether the token closes a quotation: a mark right behind the word before it."""
    word = tokens[i].of(text)
    if word in ".!?…":
        return True
    return word in _CLOSING and tokens[i].start == tokens[i - 1].end


def _begins(text: str, tokens: Sequence[Span], i: int, *, strict: bool) -> bool:
    """Whether a sentence may begin with this token; `strict` behind an abbreviation."""
    while i < len(tokens) and tokens[i].of(text) in _OPENING:
        i += 1
    if i >= len(tokens):
        return True
    word = tokens[i].of(text)
    if strict:
        return word in entries("words", "openers")
    return word[0].isupper() or word[0].isdigit() or word[0] in "–—-•$€£@#"
