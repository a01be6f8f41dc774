"""Nouns that name events or documents, by a table: each row has words, and rules that say what must
stand with the word to make it a fact.

Comes in: the rows of a TOML file and a language's hooks: how a word is looked up, how far its
phrase reaches, what each rule asks. Goes out: the phrases that the table makes facts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baqylau.facts.analysis import Analysis
from baqylau.model.words import Token

Row = Mapping[str, Any]
"""`when`: the names of rules, tried in order; `kind`, `confidence` and whatever the rules read."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun of the table at `words[at]`, with the words `words[first:last]` of its phrase."""

    analysis: Analysis
    words: Sequence[Token]
    first: int
    at: int
    last: int
    row: Row
    word: str
    """The word of the table that the noun is a form of."""

    @property
    def before(self) -> Sequence[Token]:
        return self.words[self.first : self.at]

    @property
    def behind(self) -> Sequence[Token]:
        return self.words[self.at + 1 : self.last]

    @property
    def head(self) -> Token:
        return self.words[self.at]

    @property
    def start(self) -> int:
        return self.words[self.first].start

    @property
    def end(self) -> int:
        return self.words[self.last - 1].end


Condition = Callable[[Phrase], bool]
Extent = Callable[[Analysis, Sequence[Token], int, Row], tuple[int, int] | None]
"""The first index of a noun's phrase and the index behind its last; None where it names nothing."""


@dataclass(frozen=True, slots=True)
class NounTable:
    """`rows` are looked up by the readings of a token; `file` stands in the message of a wrong
    row.
    """

    file: str
    rows: Mapping[str, Sequence[Row]]
    readings: Callable[[Token], Iterable[str]]
    extent: Extent
    conditions: Mapping[str, Condition]
    outer: bool = False
    """Whether a phrase that holds the one before it takes its place, as in a language whose nouns
    stand last: `Конституцияға өзгерістер енгізу туралы заң`."""

    def phrases(self, a: Analysis, words: Sequence[Token]) -> Iterator[tuple[Phrase, str]]:
        """The phrases of a sentence, none over another, each with the name of the rule that made
        it.
        """
        behind, before = 0, None
        for at in range(len(words)):
            found = self.phrase_at(a, words, at) if at >= behind else None
            holds = found and before and self.outer and found[0].first <= before[0].first
            if found and (found[0].first >= behind or holds):
                if before and not holds:
                    yield before
                behind, before = found[0].last, found
        if before:
            yield before

    def phrase_at(self, a: Analysis, words: Sequence[Token], at: int) -> tuple[Phrase, str] | None:
        """The first row that makes the noun a fact, with its rule. Readings come surest first."""
        for word in self.readings(words[at]):
            for row in self.rows.get(word, ()):
                place = self.extent(a, words, at, row)
                if place is None:
                    continue
                phrase = Phrase(a, words, place[0], at, place[1], row, word)
                rule = next((r for r in row["when"] if self._holds(r, phrase)), None)
                if rule:
                    return phrase, rule
        return None

    def _holds(self, rule: str, phrase: Phrase) -> bool:
        condition = self.conditions.get(rule)
        if condition is None:
            raise ValueError(
                f"{self.file}: when = {rule!r} is no rule; the rules are"
                f" {', '.join(sorted(self.conditions))}"
            )
        return condition(phrase)


def by_word(rows: Sequence[Row], key: str = "lemmas") -> Mapping[str, tuple[Row, ...]]:
    """For each word of a table the rows that list it, in the table's order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        for word in row[key]:
            found.setdefault(word, []).append(row)
    return {word: tuple(rows) for word, rows in found.items()}
