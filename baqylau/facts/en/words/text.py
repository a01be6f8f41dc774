"""The words of an English article as the rules walk through them. Comes in: an analysis. Goes
out: a `Text`: tokens by index, and the mention that begins, ends or stands at a token.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from baqylau.facts.analysis import Analysis, memoized
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention
from baqylau.model.words import Sentence, Token

STOPS = frozenset('.;:!?()[]“”"«»') | {"``", "''", "–", "—", "…"}
VERBS = ("AUX", "VERB")
_OUTSIDE = 4_000  # indices below 0 that name no word; no rule looks further back


class Text:
    """Token indices everywhere; `low` of an index outside the text is an empty text."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.text = analysis.text
        self.tokens: Sequence[Token] = analysis.tokens
        self._starts = [t.start for t in self.tokens]
        self._ends = [t.end for t in self.tokens]
        self._low = [t.text.lower() for t in self.tokens]
        self._where: dict[str, list[int]] = {}
        for i, low in enumerate(self._low):
            self._where.setdefault(low, []).append(i)
        self._low += [""] * _OUTSIDE  # an index below 0 counts from the end
        self._at: dict[int, Mention] = {}
        self.span: dict[int, tuple[int, int]] = {}
        """Start of a mention in characters -> its tokens."""
        for mention in analysis.mentions:
            first, last = self.index(mention.start), self.index(mention.end)
            self.span[mention.start] = (first, last)
            for i in range(first, last):
                self._at[i] = mention

    def index(self, offset: int) -> int:
        """The first token that begins at the offset or behind it."""
        return bisect_left(self._starts, offset)

    def behind(self, offset: int) -> int:
        """The first token that ends behind the offset."""
        return bisect_right(self._ends, offset)

    def where(self, words: Iterable[str]) -> list[int]:
        """The tokens that are one of the words in small letters, in order."""
        return sorted(i for word in words for i in self._where.get(word, ()))

    def low(self, i: int) -> str:
        try:
            return self._low[i]
        except IndexError:
            return ""

    def word(self, i: int) -> str:
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def pos(self, i: int) -> str:
        return self.tokens[i].pos if 0 <= i < len(self.tokens) else "PUNCT"

    def start(self, i: int) -> int:
        return self.tokens[i].start if i < len(self.tokens) else len(self.text)

    def end(self, i: int) -> int:
        """The end of the last token before `i`."""
        return self.tokens[i - 1].end if i > 0 else 0

    def mention(self, i: int, *types: str) -> Mention | None:
        """The mention that covers the token, of one of the types where they are given."""
        found = self._at.get(i)
        return found if found and (not types or found.type in types) else None

    def beginning(self, i: int, *types: str) -> Mention | None:
        found = self.mention(i, *types)
        return found if found and self.span[found.start][0] == i else None

    def ending(self, i: int, *types: str) -> Mention | None:
        """The mention whose last token stands right before `i`."""
        found = self.mention(i - 1, *types)
        return found if found and self.span[found.start][1] == i else None

    def first(self, mention: Mention) -> int:
        return self.span[mention.start][0]

    def last(self, mention: Mention) -> int:
        return self.span[mention.start][1]

    def sentence(self, i: int) -> Sentence:
        return self.analysis.sentence_at(self.tokens[min(i, len(self.tokens) - 1)].start)

    def phrase(self, a: int, b: int) -> str:
        return " ".join(self.text[self.start(a) : self.end(b)].split())

    def touches(self, i: int) -> bool:
        """Whether only a space parts the token from the one before."""
        return self.text[self.end(i) : self.start(i)] in (" ", "")

    def is_capital(self, i: int) -> bool:
        return self.word(i)[:1].isupper()


@memoized
def text_of(analysis: Analysis) -> Text:
    return Text(analysis)


def is_determiner(word: str) -> bool:
    return word in entries("words", "determiners")
