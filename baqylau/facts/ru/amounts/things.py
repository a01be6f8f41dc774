"""Noun phrases before a Russian amount that may name what it measures.

Comes in: an `Analysis` and the words of the sentence before an amount. Goes out: slots.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.ru.dates.extractor import dates
from baqylau.facts.ru.words.noun_phrase import first_of, last_of
from baqylau.facts.ru.words.quantities import number_words
from baqylau.lang.ru.lemmas import may_be
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Slot
from baqylau.model.span import SpanIndex
from baqylau.model.words import Token

_REACH = 160  # characters back to the subject
_AFTER = ("для Gen", "между Ins", "с Ins", "на Acc", "по Dat", "из Gen", "в Acc", "под Ins")
_SHARE = ("на Loc", "в Loc")  # доля на рынке, доля в экспорте
_OPENING = ("«", '"', "“", ",", "а", "и", "–", "—")
_SHARES = ("доля", "место", "участие")
_LONGEST_INDEX = 4  # letters: ВВП, МРП, ИПЦ


def words_before(a: Analysis, made: MeasuredAmount) -> tuple[Token, ...]:
    first = max(a.sentence_at(made.start).start, made.start - _REACH)
    return tuple(t for t in a.tokens_in(first, made.start) if t.end <= made.start)


def skipped_tail(words: Sequence[Token], only: Sequence[str] = ()) -> Sequence[Token]:
    """The words without those that lead to a figure: `ущерб` of `ущерб в размере`."""
    tails = only or wordlist("amounts")["of"]["tails"]
    last = len(words)
    while last and (words[last - 1].lemma in tails or words[last - 1].text.lower() in tails):
        last -= 1
    return words[:last]


def phrase(a: Analysis, words: Sequence[Token], head: int, first: int | None = None) -> Slot:
    """The phrase of the noun at `head`, up to a date in it."""
    after = (*_AFTER, *_SHARE) if words[head].lemma in _SHARES else _AFTER
    last = _extended(a, words, last_of(a, words, head, after), after)
    begin = first_of(words, head) if first is None else first
    index = a.memo(_dates)
    dated = (i for i in range(head + 1, last) if _touches(index, words[i]))
    cut = next(dated, last)
    while cut > head + 1 and _hangs(words[cut - 1]):
        cut -= 1
    if cut > head + 1 and words[cut - 1].lemma in wordlist("amounts")["of"]["never"]:
        cut -= 1
        while cut > head + 1 and words[cut - 1].pos in ("ADJ", "ADP"):
            cut -= 1  # `Бюджет | на новый сезон`
    while cut > head + 1 and _hangs(words[cut - 1]):
        cut -= 1  # `Уровень воды | за 4 часа`
    return a.slot(words[begin].start, words[max(cut, head + 1) - 1].end)


def _hangs(token: Token) -> bool:
    """A word with which no phrase ends: a preposition, a mark, a figure without its unit."""
    return token.pos in ("ADP", "CCONJ", "PUNCT") or token.text.isdigit()


def _dates(a: Analysis) -> SpanIndex[DateMention]:
    return SpanIndex(dates(a))


def _touches(index: SpanIndex[DateMention], token: Token) -> bool:
    return any(index.touching(token.start, token.end))


def _extended(a: Analysis, words: Sequence[Token], last: int, after: Sequence[str]) -> int:
    """The phrase goes on behind an adverb or a figure inside it: `Добыча непосредственно угля`,
    `цены на социально значимые товары`, `стоимость 1 тонны угля`.
    """
    if last + 1 >= len(words):
        return last
    at = last + (words[last].pos == "ADP")
    inside = at < len(words) and (words[at].pos == "ADV" or words[at].text.isdigit())
    follows = at + 1 < len(words) and words[at + 1].pos in ("ADJ", "NOUN")
    if not inside or not follows:
        return last
    oblique = words[at + 1].feats.get("Case") in ("Gen", "Acc")
    head = next((i for i in range(at + 1, min(at + 5, len(words))) if words[i].pos == "NOUN"), None)
    if not oblique or head is None:
        return last
    return last_of(a, words, head, after)


class Things:
    """The nouns of the words before an amount that may be measured."""

    def __init__(self, a: Analysis, words: Sequence[Token]) -> None:
        self._a, self._words = a, words
        self._lists = wordlist("amounts")["of"]
        self._bounds = wordlist("amounts")["bound"]["over_verbs"]

    def adjacent(self, *, dashed: bool, strict: bool) -> Slot | None:
        """The phrase that ends with the last word: its head is found before its genitives."""
        words, at = self._words, len(self._words) - 1
        if self._is_dated(words[at]):
            return None
        while at > 0 and self._is_dependent(at):
            at -= 1
        head = words[at]
        if head.pos not in ("NOUN", "PROPN", "X") or head.lemma in self._lists["never"]:
            return None
        mention = self._a.mention_at(head.start)
        if mention and (mention.type != "organization" or not dashed):
            return None
        if self._is_unit(at):
            return None
        case = head.feats.get("Case")
        fits = case in ("Nom", "Acc") or (dashed and head.pos != "NOUN")
        growth = head.lemma in self._lists["changes"]
        possessed = at > 0 and words[at - 1].text.lower() == "с" and case == "Ins"
        governed = at > 0 and words[at - 1].pos == "ADP"
        if at and words[at - 1].text.lower() == "против" and case == "Gen":
            return self._named(at)  # `убыток против прибыли в 310 млн`
        if at and words[first_of(words, at) - 1].lemma in self._bounds:
            return None  # "превысит норму на 2 градуса": the norm is not what is measured
        if not (fits or growth or (possessed and not strict)) or (governed and not possessed):
            return None
        return self._named(at)

    def _is_dependent(self, at: int) -> bool:
        """Whether the word depends on the noun before it: a genitive, an instrumental (охват
        иммунизацией), a name (котировки Brent), an adjective of one of these.
        """
        token, before = self._words[at], self._words[at - 1]
        if before.pos not in ("NOUN", "PROPN", "ADJ", "DET", "NUM"):
            return False
        return token.feats.get("Case") in ("Gen", "Ins", None) and (
            before.pos in ("NOUN", "ADJ") or before.feats.get("Case") == "Gen"
        )

    def subject(self) -> Slot | None:
        """The last noun in the nominative before the number, not across a semicolon. A person is
        never measured, and neither is somebody who spends, gets or builds.
        """
        for i in range(len(self._words) - 1, -1, -1):
            token = self._words[i]
            if token.text == ";" or self._opens_clause(i):
                return None
            if not self._is_subject(i):
                continue
            return None if self._is_name(i) or self._acts(i) else self._named(i)
        return None

    def _opens_clause(self, at: int) -> bool:
        """`…, что на дорогу потрачено`, `…, а на ремонт нужно`: what stands before is another
        clause's.
        """
        joined = at > 0 and self._words[at - 1].text == ","
        opens = joined and self._words[at].text.lower() in ("что", "а", "но", "однако")
        verbs = (t.pos in ("VERB", "AUX") or "Variant" in t.feats for t in self._words[at + 1 :])
        return opens and any(verbs)

    def _is_name(self, at: int) -> bool:
        """A name is never measured; a place that begins with a common noun at the beginning of a
        sentence is none (`Уровень Каспия`).
        """
        token = self._words[at]
        mention = self._a.mention_at(token.start)
        if mention is None:
            return False
        common = token.pos == "NOUN" and (at == 0 or token.text.islower())
        return not (common and mention.type == "place")

    def _is_subject(self, at: int) -> bool:
        token = self._words[at]
        if token.lemma in self._lists["never"] or self._is_dated(token) or self._is_unit(at):
            return False
        if is_position(token.lemma):
            return False
        if self._is_index(token):
            return token.feats.get("Case", "Nom") == "Nom"
        if token.pos == "PROPN":  # a common noun that begins its sentence: Картофель, Сток
            before = self._words[at - 1].text if at else "«"
            noun = may_be(token.text, "nomn") and not self._a.mention_at(token.start)
            return noun and before in _OPENING
        if token.pos != "NOUN" or token.feats.get("Animacy") == "Anim":
            return False
        if token.feats.get("Case") == "Nom":
            return True
        if token.feats.get("Case") == "Gen":  # `Килограмм сырца стоил`: a Gen that opens a sentence
            return at == 0 and token.text[0].isupper() and may_be(token.text, "nomn")
        return token.feats.get("Case") == "Acc" and (
            self._begins_clause(at) or self._is_changed(at)
        )

    def _is_changed(self, at: int) -> bool:
        """`Квоту сократят на 300 тонн`, `Бюджет увеличили`: what somebody who is not named
        changes stands first in its clause.
        """
        first = first_of(self._words, at)
        opens = first == 0 or self._words[first - 1].text in _OPENING
        last = last_of(self._a, self._words, at)
        verb = self._words[last] if last < len(self._words) else None
        moves = wordlist("amounts")["direction"]
        return (
            opens
            and verb is not None
            and verb.feats.get("Number") == "Plur"
            and (verb.lemma in moves["up"] or verb.lemma in moves["down"])
        )

    def _is_index(self, token: Token) -> bool:
        """`С 1 января МРП равен 4 325 тенге`: capital letters that name nobody."""
        short = 1 < len(token.text) <= _LONGEST_INDEX and token.text.isupper()
        return short and token.text.isalpha() and self._a.mention_at(token.start) is None

    def _begins_clause(self, at: int) -> bool:
        """A noun that the tagger took for an object: no preposition or verb stands before it, or
        its verb stands right behind it.
        """
        first = first_of(self._words, at)
        before = self._words[first - 1] if first else None
        after = self._words[at + 1] if at + 1 < len(self._words) else None
        opens = before is None or before.text in _OPENING
        verb = after is not None and after.feats.get("VerbForm") == "Fin"
        free = before is not None and before.pos not in ("ADP", "VERB")
        return (opens or (verb and free)) and may_be(self._words[at].text, "nomn")

    def _is_dated(self, token: Token) -> bool:
        return _touches(self._a.memo(_dates), token)

    def _is_unit(self, at: int) -> bool:
        """The unit of another number: `12,6 тыс. тенге`."""
        if not at or self._words[at].text[0].isupper():
            return False
        before = self._words[at - 1]
        counted = before.text[0].isdigit() or number_words().word(before.text.rstrip("."))
        return bool(counted) or before.text == "."

    def _acts(self, at: int) -> bool:
        """`Компания вложила 5 млрд`: the noun does something with the amount."""
        for token in self._words[at + 1 :]:
            if token.text in (",", ";", ":"):
                return False
            if token.pos == "VERB" and token.lemma in self._lists["agents"]:
                return token.feats.get("Voice") != "Pass"
        return False

    def _named(self, at: int) -> Slot | None:
        """The phrase; of `рост ВВП` the thing that grows."""
        if self._words[at].lemma in self._lists["changes"]:
            thing = next(
                (
                    i
                    for i in range(at + 1, min(at + 5, len(self._words)))
                    if _is_thing(self._words[i])
                ),
                None,
            )
            if thing is not None:
                return phrase(self._a, self._words, thing, first=at + 1)
        return phrase(self._a, self._words, at)


def _is_thing(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN", "X") and token.feats.get("Case", "Gen") == "Gen"
