"""The piece of an article that a search shows: a query's tree and a text come in; a piece of the
text and the places of the words found go out.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache

from baqylau.lang.stems import chosen, indexed
from baqylau.lang.tokens import one_script, runs, start_of_run, words_of_runs
from baqylau.query.ast import Exact, Field, Near, Node, Phrase, Prefix, Word, asked
from baqylau.query.stemming import beginning, phrases

_SNIPPET = 240  # characters: two lines of the result list
# characters of the text in which the snippet is looked for; a word further down is not shown, since
# each word compared costs a stem
_SEARCHED = 100_000
_AT_ONCE = 64  # words of a text that are looked at before the next
_MOST_KNOWN = 100_000  # words of a language, about 20 MB
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
        self.begins = cache(self._begins)
        self.wanted: dict[str, tuple[tuple[int, int] | None, frozenset[str]]] = {}

    def snippet(self, title: str | None, text: str, language: str | None) -> Snippet:
        code = chosen(text, language)
        start, piece = self._piece(text, code)
        marks, title_marks = (self._marks(x, code) for x in (piece, title or ""))
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
        first = self._first(text[:_SEARCHED], language)
        start = max(0, text.rfind(" ", 0, max(0, first - _SNIPPET // 3)) + 1)
        return start, text[start : start + _SNIPPET]

    def _first(self, text: str, language: str) -> int:
        """Where the first word found begins; 0 where there is none."""
        if not self._asks_for(language):
            return 0
        words = words_of_runs(text)
        for at in range(0, len(words), _AT_ONCE):
            portion = words[at : at + _AT_ONCE]
            wanted = self._asked_for(portion, language)
            if not wanted.isdisjoint(portion):
                number = at + next(n for n, x in enumerate(portion) if x in wanted)
                return start_of_run(text, number)
        return 0

    def _marks(self, text: str, language: str) -> Marks:
        if not self._asks_for(language):
            return ()
        words = words_of_runs(text)
        wanted = self._asked_for(words, language)
        if wanted.isdisjoint(words):
            return ()
        return tuple(x[:2] for x, word in zip(runs(text), words, strict=True) if word in wanted)

    def _asks_for(self, language: str) -> bool:
        return bool(self.stems(language) or self.beginnings)

    def _asked_for(self, words: Sequence[str], language: str) -> Set[str]:
        """Words of which each is one of the query's, among them all such ones of `words`."""
        forms = _forms(language)
        forms.learn(words)
        state, wanted = self.wanted.get(language, (None, frozenset()))
        if state != forms.state():
            # read first: what another thread adds meanwhile is looked up the next time
            state = forms.state()
            wanted = forms.of(self.stems(language))
            self.wanted[language] = state, wanted
        return wanted.union(filter(self.begins, words)) if self.beginnings else wanted

    def _begins(self, word: str) -> bool:
        return one_script(word).lower().startswith(self.beginnings)


class _Forms:
    """Words of a language that stood on a page of results, by the stems that the index has for
    them: so a query's words are found by comparing letters, and a word is stemmed once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.known: set[str] = set()
        # tuples of strings cost the garbage collector nothing
        self.by_stem: dict[str, tuple[str, ...]] = {}

    def state(self) -> tuple[int, int]:
        """Another one after each new word."""
        return id(self), len(self.known)

    def learn(self, words: Sequence[str]) -> None:
        if self.known.issuperset(words):
            return
        for word in dict.fromkeys(words):
            if word not in self.known:
                for stem in indexed(word, self.language):
                    self.by_stem[stem] = (*self.by_stem.get(stem, ()), word)
                self.known.add(word)

    def of(self, stems: Iterable[str]) -> frozenset[str]:
        return frozenset(word for x in stems for word in self.by_stem.get(x, ()))


_held: dict[str, _Forms] = {}


def _forms(language: str) -> _Forms:
    """Those of this process, as many as are kept; threads that read while they begin anew keep
    theirs."""
    forms = _held.get(language)
    if forms is None or len(forms.known) > _MOST_KNOWN:
        forms = _held[language] = _Forms(language)
    return forms
