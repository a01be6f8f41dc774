"""The piece of an article that a search shows: a query's tree and a text come in; a piece of the
text and the places of the words found go out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from baqylau.lang.stems import chosen, indexed
from baqylau.lang.tokens import runs, words
from baqylau.query.ast import Exact, Field, Near, Node, Phrase, Prefix, Word, asked
from baqylau.query.stemming import beginning, phrases

_SNIPPET = 240  # characters: two lines of the result list
# characters of the text in which the snippet is looked for; a word further down is not shown, since
# each word compared costs a stem
_SEARCHED = 100_000
Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """`text` is a piece of the article's; `cut`: whether text stands before and after it. `marks`
    are half-open spans of the words found in the piece, `title_marks` in the title.
    """

    text: str
    marks: Marks
    title_marks: Marks
    cut: tuple[bool, bool]


class Highlighter:
    """Finds the words of one query."""

    def __init__(self, node: Node) -> None:
        self.leaves = [x for x in asked(node) if not isinstance(x, Field)]
        self.beginnings = tuple(beginning(x) for x in self.leaves if isinstance(x, Prefix))
        self.stems = cache(self._stems)
        self.is_found = cache(self._is_found)

    def snippet(self, title: str | None, text: str, language: str | None) -> Snippet:
        code = chosen(text, language)
        start, piece = self._piece(text, code)
        marks, title_marks = (tuple(self._marks(x, code)) for x in (piece, title or ""))
        return Snippet(piece, marks, title_marks, (start > 0, start + len(piece) < len(text)))

    def _stems(self, language: str) -> frozenset[str]:
        """The stems of the query's words in a language."""
        terms: list[Word | Phrase | Prefix | Exact] = []
        for leaf in self.leaves:
            match leaf:
                case Near(left, right):
                    terms += [left, right]
                case Word() | Phrase() | Prefix() | Exact():
                    terms.append(leaf)
                case _:
                    pass
        return frozenset(y for x in terms for phrase in phrases(x, (language,)) for y in phrase)

    def _piece(self, text: str, language: str) -> tuple[int, str]:
        """Where the piece of the text around the first word found begins, and the piece."""
        first = next(self._marks(text[:_SEARCHED], language), (0, 0))[0]
        start = max(0, text.rfind(" ", 0, max(0, first - _SNIPPET // 3)) + 1)
        return start, text[start : start + _SNIPPET]

    def _marks(self, text: str, language: str) -> Iterator[tuple[int, int]]:
        if not self.stems(language) and not self.beginnings:
            return
        for start, end, letters in runs(text):
            if self.is_found(letters, language):
                yield start, end

    def _is_found(self, letters: str, language: str) -> bool:
        """Whether a word as printed is one of the query's; most words of a page of results come
        several times."""
        wanted = self.stems(language)
        for word in words(letters):
            if self.beginnings and word.lower().startswith(self.beginnings):
                return True
            if not wanted.isdisjoint(indexed(word, language)):
                return True
        return False
