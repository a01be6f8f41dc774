"""The runs of capitalised words in an English sentence, before anyone decides what they name. Comes
in: tokens and sentences of a text. Goes out: `Words`, which the rules about names read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries
from baqylau.model.words import Sentence, Token

_HEADLINE_SHARE, _HEADLINE_WORDS, _LONG = 0.75, 4, 4


@dataclass
class Words:
    """The words of a text with what the rules about names ask of them."""

    text: str
    tokens: Sequence[Token]
    sentences: Sequence[Sentence]
    starts: frozenset[int] = frozenset()
    """Tokens that begin a sentence or a quotation."""
    headlines: frozenset[int] = frozenset()
    """Tokens of sentences in Title Case or CAPITALS, where a capital letter says nothing."""
    small: frozenset[str] = field(default_factory=frozenset)
    """Words that the text also prints in small letters."""

    def word(self, i: int) -> str:
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def low(self, i: int) -> str:
        return self.word(i).lower()

    def words(self, a: int, b: int) -> list[str]:
        return [t.text for t in self.tokens[a:b]]

    def touching(self, i: int) -> bool:
        """Whether only white space parts the token from the one before, within a line."""
        a, b = self.tokens[i - 1].end, self.tokens[i].start
        return b - a <= _GAP and not self.text[a:b].strip(" \u00a0")

    def capital(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and _is_capital(self.tokens[i].text)


_GAP = 2


def _is_capital(word: str) -> bool:
    if word[0].isupper():
        return True
    if "-" in word:  # Kamil al-Fahdawy
        particle, _, name = word.partition("-")
        return name[:1].isupper() and particle in entries("words", "particles")
    return "." in word and word[0].isalnum() and word.endswith((".kz", ".kg", ".com", ".uz"))


def words_of(text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]) -> Words:
    starts: set[int] = set()
    headlines: set[int] = set()
    for sentence in sentences:
        found = [t for t in tokens[sentence.first : sentence.last] if t.text[0].isalpha()]
        if _is_headline(found, text[sentence.end - 1]):
            headlines.update(range(sentence.first, sentence.last))
        begins = True
        for i in range(sentence.first, sentence.last):
            mark = not tokens[i].text[0].isalnum()
            if begins and not mark:
                starts.add(i)
            begins = (begins and mark) or tokens[i].text in ("“", "``", ":", "«")
    small = frozenset(t.text for t in tokens if t.text[0].islower())
    return Words(text, tokens, sentences, frozenset(starts), frozenset(headlines), small)


def _is_headline(words: Sequence[Token], last: str) -> bool:
    long = [t.text for t in words if len(t.text) >= _LONG]
    if len(long) < _HEADLINE_WORDS:
        return False
    if last in '.!?”"':
        whole = [t.text for t in words if t.text.lower() not in entries("words", "joiners")]
        return len(whole) > _HEADLINE_WORDS + 1 and all(w[0].isupper() for w in whole)
    return sum(w[0].isupper() for w in long) >= _HEADLINE_SHARE * len(long)


def runs(words: Words) -> Iterator[tuple[int, int]]:
    """Half-open token ranges of neighbouring capitalised words; name particles and `&` between two
    of them belong to the run.
    """
    i, count = 0, len(words.tokens)
    while i < count:
        if not words.capital(i):
            i += 1
            continue
        j = i + 1
        while j < count:
            patronymic = words.word(j) in entries("words", "patronymics")
            if words.touching(j) and (patronymic or (words.capital(j) and j not in words.starts)):
                j += 1
            elif _joins(words, j) and j + 1 < count and words.capital(j + 1):
                j += 2
            else:
                break
        yield i, j
        i = j


def _joins(words: Words, j: int) -> bool:
    word = words.word(j)
    following = words.word(j + 1)
    if word == "as" and (gazetteer.is_head(following) or gazetteer.is_before(following)):
        return False  # appointed X as First Deputy Prosecutor
    return word == "&" or (
        word in entries("words", "particles")
        and words.touching(j)
        and not gazetteer.is_head(words.word(j - 1))
    )
