"""The extent of a noun phrase: the adjectives before the noun, and the genitives, prepositions and
names in marks behind it.

Comes in: the words of a sentence and the index of a noun. Goes out: indices. What may stand behind
a noun is written as "о Loc" or "между Ins", a preposition with its case; "Dat" alone is a dative
without a preposition.
"""

from collections.abc import Collection, Sequence

from baqylau.facts.analysis import Analysis
from baqylau.model.words import Token

OPENING = frozenset('«“„"')
_CLOSING = frozenset('»”“"')
# words of a complement: "о переходе межгосударственных отношений до уровня всеобъемлющего
# стратегического партнёрства"
_LONGEST = 20
_LONGEST_NAME = 30  # words of a name in marks
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "X", "NUM"})
_LOOSE = frozenset({"о", "об", "обо"})
"""Behind these a whole phrase may follow, with prepositions of its own."""


def first_of(words: Sequence[Token], head: int) -> int:
    """The index of the first adjective that agrees with the noun: `международную конференцию`."""
    first, case = head, words[head].feats.get("Case")
    while first and _agrees(words[first - 1], case):
        first -= 1
    return first


def _agrees(token: Token, case: str | None) -> bool:
    same = token.feats.get("Case") == case or {token.feats.get("Case"), case} == {"Nom", "Acc"}
    ordinal = token.text.isupper() and set(token.text) <= set("IVXLC")
    return ordinal or (
        token.pos in ("ADJ", "DET")
        and same
        and token.lemma not in ("этот", "тот", "весь", "который", "свой")
    )


def name_end(words: Sequence[Token], at: int) -> int | None:
    """The index behind the closing mark of a name in marks that opens at `at`; None where no name
    opens there or it is too long.
    """
    if at >= len(words) or words[at].text not in OPENING:
        return None
    depth = 0
    for i in range(at, min(len(words), at + _LONGEST_NAME)):
        if words[i].text in _CLOSING and i > at:
            depth -= 1
            if depth <= 0:
                return i + 1
        elif words[i].text in OPENING:
            depth += 1
    return None


def in_title(words: Sequence[Token], first: int, head: int) -> bool:
    """Whether a short name in marks begins at `first` with a capital letter and ends right behind
    the noun: «Модный приговор» is the title of something else.
    """
    if not first or words[first - 1].text not in OPENING or not words[first].text[0].isupper():
        return False
    return first < head and head + 1 < len(words) and words[head + 1].text in _CLOSING


def last_of(a: Analysis, words: Sequence[Token], head: int, after: Collection[str] = ()) -> int:
    """The index behind the last word of the noun's phrase."""
    return _PhraseExtent(a, words, head, after).end()


def _titled(words: Sequence[Token], at: int) -> bool:
    """A name in marks begins with a capital letter or a figure; `приговор «чрезмерно суровым»`
    contains no name.
    """
    return at + 1 < len(words) and (
        words[at + 1].text[0].isupper() or words[at + 1].text[0].isdigit()
    )


class _PhraseExtent:
    def __init__(
        self, a: Analysis, words: Sequence[Token], head: int, after: Collection[str]
    ) -> None:
        self._a, self._words, self._head, self._after = a, words, head, after
        self._cases = {"Gen"} | ({"Dat"} if "Dat" in after else set())
        self._loose = False

    def end(self) -> int:
        at = last = self._head + 1
        while at < min(len(self._words), self._head + _LONGEST):
            following = self._step(at)
            if following is None:
                break
            at = following
            if self._words[at - 1].pos not in ("ADP", "CCONJ"):
                last = at
        return last

    def _step(self, at: int) -> int | None:
        """The index behind what belongs to the phrase at `at`, or None."""
        token = self._words[at]
        if token.text == "(":
            return self._gloss_end(at)
        if token.text in OPENING:
            return name_end(self._words, at) if _titled(self._words, at) else None
        if token.text == "№":
            return self._glued(at + 1)
        if token.pos == "ADP":
            return at + 1 if self._governs_at(at) else None
        if token.lemma == "и":
            return at + 1 if self._joins(at) else None
        if token.text in ("–", "—", "-"):
            names = (
                self._words[at - 1].pos == "PROPN"
                and at + 1 < len(self._words)
                and self._words[at + 1].pos == "PROPN"
            )
            return at + 1 if names else None
        mention = self._a.mention_at(token.start)
        if (
            mention
            and self._words[at - 1].start >= mention.start
            and self._words[at - 1].pos != "ADP"
        ):
            return at + 1  # the rest of a name begun before
        if self._describes(at):
            return at + 1
        if token.pos not in _NOMINAL or (token.pos == "NUM" and not self._loose):
            return None
        if token.feats.get("Variant") == "Short" or token.feats.get("Degree") == "Cmp":
            return None  # `выборы в парламент должны`, `чемпионат страны сильнее`
        return at + 1 if token.feats.get("Case", "Gen") in self._cases else None

    def _describes(self, at: int) -> bool:
        """`доля | просроченных займов`: a participle in the case of the noun right behind it."""
        token, behind = self._words[at], self._words[at + 1 : at + 2]
        case = token.feats.get("Case")
        return (
            token.feats.get("VerbForm") == "Part"
            and case in self._cases
            and any(t.pos in ("NOUN", "PROPN") and t.feats.get("Case") == case for t in behind)
        )

    def _gloss_end(self, at: int) -> int | None:
        """`с центром (КЦ) | имени Сатпаева`: behind an abbreviation in brackets, where the name
        goes on with a genitive.
        """
        rest = self._words[at + 1 : at + 4]
        if len(rest) < len(("КЦ", ")", "имени")) or rest[1].text != ")":
            return None
        goes_on = rest[2].feats.get("Case") == "Gen" and rest[2].pos in _NOMINAL
        return at + 3 if goes_on and rest[0].text.isupper() else None

    def _glued(self, at: int) -> int:
        """A number with its letters: № 166-НҚ, №ҚР ДСМ-12."""
        while at < len(self._words) and (
            self._words[at].start == self._words[at - 1].end
            or any(c.isdigit() for c in self._words[at].text)
        ):
            if self._words[at].text in ".,;:)":
                break
            at += 1
        return at

    def _governs_at(self, at: int) -> bool:
        """Whether the word at `at` is a preposition that the noun governs; words in its case may
        then follow.
        """
        low = self._words[at].text.lower()
        following = next(
            (
                t
                for t in self._words[at + 1 : at + 4]
                if t.pos in ("NOUN", "PROPN", "ADJ", "X") and t.text not in OPENING
            ),
            None,
        )
        if following is None or _is_year(self._words, at + 1):
            return False
        case = following.feats.get("Case")
        if self._about(low, case):
            return True
        for rule in self._after:
            preposition, _, wanted = rule.partition(" ")
            if low != preposition or not wanted:
                continue
            if case in (wanted, None) or following.lemma == {
                "сфере": "сфера",
                "области": "область",
            }.get(wanted):
                self._cases = {"Gen"} | ({case} if case else {wanted})
                return True
        if self._loose and low in _INSIDE and case and (low not in ("в", "на") or case == "Loc"):
            self._cases = {"Gen", case}
            return True
        return False

    def _about(self, low: str, case: str | None) -> bool:
        if low not in _LOOSE or "о Loc" not in self._after:
            return False
        self._loose = True
        self._cases = {"Gen"} | ({case} if case else {"Loc"})
        return True

    def _joins(self, at: int) -> bool:
        following = self._words[at + 1] if at + 1 < len(self._words) else None
        return (
            following is not None
            and following.pos in _NOMINAL
            and following.feats.get("Case", "Gen") in self._cases
        )


def _is_year(words: Sequence[Token], at: int) -> bool:
    """`выборы | в 2018 году`: when it was is no part of the name."""
    behind = words[at + 1].lemma if at + 1 < len(words) else ""
    return words[at].text.isdigit() and behind.startswith("год")


_INSIDE = frozenset({"до", "между", "с", "со", "в", "на", "по", "для", "от", "из"})
