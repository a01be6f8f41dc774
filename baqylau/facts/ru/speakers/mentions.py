"""Speaker mentions: the words that name a speaker in a clause. They are a person, a pronoun, a role
noun, an institution or people.

Comes in: an `Analysis` and a stretch of its tokens. Goes out: a `SpeakerMention`, which
`speaker_resolver.py` then resolves to a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.roles.extractor import roles
from baqylau.lang.ru.lemmas import may_be
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Mention
from baqylau.model.words import Token

Kind = Literal["person", "pronoun", "role", "institution", "people"]
_PRONOUNS = {
    "Nom": frozenset({"он", "она", "они", "я", "мы", "там"}),
    "Gen": frozenset({"него", "нее", "неё", "них"}),
    "Loc": frozenset[str](),
}
_THAT = frozenset({"тот", "та"})  # `Тот ответил, что`: right before the verb
_RIGHT_BEHIND = 3  # characters: the next word
_MARKS = frozenset('«»"“”„')


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """`words` are all the words of the phrase, `head` is the word that agrees with the verb,
    `mention` is the name in the phrase.
    """

    kind: Kind
    words: tuple[Token, ...]
    head: Token
    mention: Mention | None = None

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


@cache
def listed(key: str) -> frozenset[str]:
    """A list of `speakers.toml`."""
    return frozenset(wordlist("speakers")[key])


class SpeakerMentionFinder:
    """Finds the speaker mentions of one text."""

    def __init__(self, analysis: Analysis) -> None:
        self._a = analysis
        self._mention = {m.start: m for m in analysis.mentions}
        self._role_start = {
            r.person.start: r.position.start for r in roles(analysis) if r.rule == "ru.before"
        }

    def subject(
        self,
        before: Sequence[Token],
        after: Sequence[Token],
        verb: Token,
        *,
        after_first: bool = False,
    ) -> SpeakerMention | None:
        """The subject of a finite verb: the nearest before it or the first behind it, in the
        nominative and agreeing with the verb.
        """
        left = [n for n in self.all(before, "Nom") if agrees(n, verb)]
        right = [n for n in self.all(after, "Nom") if agrees(n, verb)]
        found = (_first(right) or _last(left)) if after_first else (_last(left) or _first(right))
        if found is None and verb.feats.get("Number") == "Plur":
            found = self.inside([*after]) or self.inside([*before])
        return found

    def all(self, words: Sequence[Token], case: str) -> list[SpeakerMention]:
        """Every speaker mention among the words that stands in this case, in reading order."""
        found, i = [], 0
        while i < len(words):
            speaker_mention = self._at(words, i, case)
            if speaker_mention:
                found.append(speaker_mention)
                start, end = words[i].start, speaker_mention.end
                i += max(1, len([t for t in words if t.start >= start and t.end <= end]))
            else:
                i = self._behind(words, i)
        return found

    def of(self, words: Sequence[Token]) -> SpeakerMention | None:
        """`по словам X`: the speaker mention in the genitive that begins right there; a participle
        or adjective may stand before it.
        """
        for i in range(min(len(words), 4)):
            if words[i].text in _MARKS:
                continue
            speaker_mention = self._at(words, i, "Gen")
            if speaker_mention:
                return speaker_mention
            if words[i].pos not in ("ADJ", "DET", "VERB", "NUM"):
                return None
        return None

    def inside(self, words: Sequence[Token]) -> SpeakerMention | None:
        """`сообщили в МЧС`: an institution behind `в` or `на`."""
        for i in range(len(words) - 1):
            if words[i].lemma in ("в", "во", "на") and words[i].pos == "ADP":
                first = next(
                    (
                        j
                        for j in range(i + 1, min(i + 5, len(words)))
                        if words[j].text not in _MARKS and words[j].pos != "ADJ"
                    ),
                    i + 1,
                )
                speaker_mention = self._at(words, i + 1, "Loc") or self._at(words, first, "Loc")
                if speaker_mention and speaker_mention.kind == "institution":
                    return speaker_mention
        return None

    def _behind(self, words: Sequence[Token], i: int) -> int:
        """The index where the search continues: behind a name that is no speaker mention, else at
        the next word.
        """
        mention = self._mention.get(words[i].start)
        if mention is None:
            return i + 1
        return next(
            (j for j in range(i + 1, len(words)) if words[j].start >= mention.end), len(words)
        )

    def _at(self, words: Sequence[Token], i: int, case: str) -> SpeakerMention | None:
        token, previous = words[i], words[i - 1] if i else None
        low = token.text.lower()
        if low in _PRONOUNS[case] or (low in _THAT and case == "Nom" and self._before_verb(token)):
            return SpeakerMention("pronoun", (token,), token)
        mention = self._mention.get(token.start)
        if previous is not None and previous.pos == "DET" and i > 1:
            previous = words[i - 2]  # `в своём Facebook написал`
        if mention and mention.type == "person":
            return self._person(words, i, mention, case, previous)
        if mention and (
            mention.type == "organization"
            or (case in ("Nom", "Loc") and mention.name in listed("capitals"))
        ):
            return self._organization(words, i, mention, case, previous)
        return self._noun(words, i, case)

    def _before_verb(self, token: Token) -> bool:
        return any(
            t.pos == "VERB" for t in self._a.tokens_in(token.end, token.end + _RIGHT_BEHIND)[:1]
        )

    def _person(
        self, words: Sequence[Token], i: int, mention: Mention, case: str, previous: Token | None
    ) -> SpeakerMention | None:
        name = _covered(words, i, mention.end)
        dependent = (
            _depends_on_noun(words[:i]) and mention.start not in self._role_start
        )  # `Педиатр со стажем Клара Шмидт`
        if case == "Nom" and (_governed(previous) or dependent or not _nominative(mention, name)):
            return None
        start = self._role_start.get(mention.start, mention.start)
        first = (
            next((j for j in range(i, -1, -1) if words[j].start <= start), i)
            if start >= words[0].start
            else i
        )
        return SpeakerMention("person", tuple(words[first:i]) + name, name[0], mention)

    def _organization(
        self, words: Sequence[Token], i: int, mention: Mention, case: str, previous: Token | None
    ) -> SpeakerMention | None:
        name = _covered(words, i, mention.end)
        if previous is not None and previous.text in _MARKS and _depends_on_noun(words[: i - 1]):
            return None  # `в статье "Новый мир" высказал`
        if case == "Nom" and (
            _governed(previous) or _is_genitive_attribute(name[0], previous) or _oblique(name[0])
        ):
            return None
        return SpeakerMention("institution", name, name[0], mention)

    def _noun(self, words: Sequence[Token], i: int, case: str) -> SpeakerMention | None:
        """A noun phrase whose head names an office, an institution or people; where a person's name
        follows at once, the mention is that person.
        """
        head = next(
            (
                j
                for j in range(i, min(i + 6, len(words)))
                if words[j].pos not in ("ADJ", "DET", "NUM", "ADV") or is_position(words[j].lemma)
            ),
            None,
        )
        if words[i].lemma == "сам":
            return None  # `Сам политик отрицает`: the phrase begins behind it
        if words[i].lemma in listed("many") and i + 1 < len(words) and words[i + 1].lemma == "из":
            head = i  # `один из осуждённых`
        if head is None or any(
            words[j].feats.get("Case") not in (case, None) for j in range(i, head)
        ):
            return None
        token = words[head]
        kind = _kind(token, case) if words[i].pos != "ADV" or i == head else None
        if kind is None or (case == "Nom" and _governed(words[i - 1] if i else None)):
            return None
        last = self._phrase_end(words, head)
        following = self._mention.get(words[last].start) if last < len(words) else None
        if following and following.type == "person" and kind in ("role", "people"):
            name = _covered(words, last, following.end)
            serves = token.lemma in wordlist("positions")["serving"]
            if case != "Nom" or (
                _printed_in_nominative(following) if serves else _nominative(following, name)
            ):
                return SpeakerMention("person", tuple(words[i:last]) + name, name[0], following)
        owned = (
            following is not None
            and token.lemma in wordlist("positions")["serving"]
            and not _printed_in_nominative(following)
        )
        named = (
            self._name_behind(words, last, case)
            if kind in ("role", "people") and not owned
            else None
        )
        if named is not None:  # `начальник управления полковник полиции X`
            mention = self._mention[words[named].start]
            name = _covered(words, named, mention.end)
            return SpeakerMention("person", (*words[i:named], *name), words[named], mention)
        if following and following.type == "person" and kind == "role":
            # `представитель Лусии Гомес`: the name in the genitive belongs to the phrase
            last += len(_covered(words, last, following.end))
        inner = next(
            (
                self._mention[t.start]
                for t in words[i:last]
                if t.start in self._mention and self._mention[t.start].type == "organization"
            ),
            None,
        )
        return SpeakerMention(kind, tuple(words[i:last]), token, inner)

    def _name_behind(self, words: Sequence[Token], last: int, case: str) -> int | None:
        """The index of the name that a longer description leads to: further positions behind a
        comma, a dash or nothing, words in brackets, a clause with `который`.
        """
        end = min(len(words), last + _LONGEST_DESCRIPTION)
        listed_more = False
        while last < end:
            token = words[last]
            mention = self._mention.get(token.start)
            if mention and mention.type == "person":
                name = _covered(words, last, mention.end)
                return last if _nominative(mention, name) == (case == "Nom") else None
            after = last + (token.text in _JOINING)
            if token.text == "(":
                last = _index_behind(words, last, ")", end)
            elif token.text == "," and after < end and words[after].lemma == "который":
                named = self._name_behind_clause(words, after, end)
                if named is None:
                    return None
                last = named
            elif after < end and _describes(words[after], case):
                listed_more = listed_more or token.text == ","
                last = self._phrase_end(words, self._head_at(words, after, case))
            elif listed_more and token.text == "," and after < end:
                last = after
            else:
                return None
        return None

    def _head_at(self, words: Sequence[Token], at: int, case: str) -> int:
        """The noun behind the adjectives at `at`: `генеральный директор`."""
        while at + 1 < len(words) and words[at].pos == "ADJ" and _describes(words[at + 1], case):
            at += 1
        return at

    def _name_behind_clause(self, words: Sequence[Token], at: int, end: int) -> int | None:
        """`эксперт, который много лет изучает тарифы, X`: the name right behind the next comma."""
        comma = next((j for j in range(at, end) if words[j].text == ","), None)
        if comma is None or comma + 1 >= end:
            return None
        mention = self._mention.get(words[comma + 1].start)
        return comma + 1 if mention and mention.type == "person" else None

    def _phrase_end(self, words: Sequence[Token], head: int) -> int:
        """The index where the phrase ends. Behind the head may stand its genitives, its institution
        and place, `из` behind a word of quantity, and `по` behind an office.
        """
        j = head + 1
        while j < len(words):
            token = words[j]
            mention = self._mention.get(
                words[j + 1].start if token.text in _MARKS and j + 1 < len(words) else token.start
            )
            if mention and mention.type == "person":
                break
            if mention:
                j = next(
                    (k for k in range(j, len(words)) if words[k].start >= mention.end), len(words)
                )
                j += j < len(words) and words[j].text in _MARKS
            elif _governed_by(words[head], token, first=j == head + 1):
                j += 1
            elif (
                token.lemma == "из" and j + 1 < len(words) and words[j - 1].lemma in listed("many")
            ):
                j += 2  # `один из умерших`, `родные одного из умерших`
            elif _and_genitive(words, j) or (j == head + 1 and self._joins(words, j, head)):
                j += 2
            else:
                break
        return j

    def _joins(self, words: Sequence[Token], j: int, head: int) -> bool:
        if j + 1 >= len(words):
            return False
        if words[j].lemma in ("в", "во", "при") and words[head].lemma in listed("located"):
            return words[j + 1].feats.get("Case") in ("Loc", None)
        return (
            words[j].lemma == "по"
            and words[j + 1].feats.get("Case") == "Dat"
            and words[j + 1].pos in ("NOUN", "ADJ")
        )


def _governed_by(head: Token, token: Token, *, first: bool) -> bool:
    """Whether the head governs the token: a genitive, an instrumental behind words such as
    `заведующая`, or right behind the head a rare word whose case the tagger did not know.
    """
    case = token.feats.get("Case")
    if token.lemma in listed("said"):
        return False  # `приводит издание слова чиновника`
    if case == "Gen" and token.pos in ("NOUN", "PROPN", "ADJ", "NUM", "DET"):
        return True
    if case == "Ins" and head.lemma in listed("governs_instrumental"):
        return token.pos in ("NOUN", "ADJ")
    return (
        first
        and token.pos == "NOUN"
        and token.text.lower() != token.lemma
        and may_be(token.text, "gent")
    )


_JOINING = frozenset({",", "–", "—", "-"})
_LONGEST_DESCRIPTION = 40
"""Words between a position and the name that it leads to."""


def _index_behind(words: Sequence[Token], at: int, mark: str, end: int) -> int:
    return next((j + 1 for j in range(at, end) if words[j].text == mark), end)


def _describes(token: Token, case: str) -> bool:
    """Whether the word may be a further position of the same person: in the same case."""
    if token.feats.get("Case") not in (case, None):
        return False
    return (token.pos == "ADJ" and token.text.islower()) or (
        token.pos == "NOUN"
        and (
            is_position(token.lemma)
            or token.lemma in ("автор", "кандидат", "член", "мастер")
            or token.feats.get("Animacy") == "Anim"
        )
    )


def _and_genitive(words: Sequence[Token], j: int) -> bool:
    """`и` between two genitives."""
    return (
        words[j].lemma == "и"
        and j + 1 < len(words)
        and words[j + 1].feats.get("Case") == "Gen" == words[j - 1].feats.get("Case")
    )


def agrees(speaker_mention: SpeakerMention, verb: Token) -> bool:
    """Whether mention and verb agree in number and gender; a masculine noun (`врач`, `министр`) may
    stand with a feminine verb.
    """
    number, gender = verb.feats.get("Number"), verb.feats.get("Gender")
    if speaker_mention.head.text.lower() == "там":
        return number == "Plur"
    plural = speaker_mention.head.text.lower() in ("они", "мы") or (
        speaker_mention.kind not in ("person", "pronoun")
        and speaker_mention.head.feats.get("Number") == "Plur"
    )
    if number == "Plur":
        return plural or (
            speaker_mention.kind == "role" and speaker_mention.head.lemma in listed("many")
        )
    if plural and number == "Sing":
        return False
    if speaker_mention.kind == "pronoun":
        return (
            gender is None
            or speaker_mention.head.text.lower() not in ("он", "она", "тот", "та")
            or (gender == "Fem") == (speaker_mention.head.text.lower() in ("она", "та"))
        )
    if (
        gender is None
        or speaker_mention.kind == "person"
        or (speaker_mention.kind == "institution" and speaker_mention.mention is not None)
    ):
        return True
    own = speaker_mention.head.feats.get("Gender")
    return (
        own is None
        or own == gender
        or (own == "Masc" and gender == "Fem" and speaker_mention.kind == "role")
    )


def _kind(token: Token, case: str) -> Kind | None:
    if (
        token.pos not in ("NOUN", "PROPN", "ADJ", "VERB", "NUM", "PRON", "DET")
        or token.feats.get("Case", "Nom") not in _CASES_FOR[case]
    ):
        return None
    if is_position(token.lemma) or token.lemma in listed("focus_nouns"):
        return "role"
    if token.pos in ("NOUN", "PROPN") and token.lemma in listed("institutions"):
        return "institution"
    if token.lemma in listed("many") and token.pos != "NOUN":
        return "people"
    return (
        "people"
        if token.pos == "NOUN" and token.feats.get("Animacy") == "Anim"
        else "people"
        if token.lemma in listed("many")
        else None
    )


_CASES_FOR = {"Nom": ("Nom",), "Gen": ("Gen", "Acc"), "Loc": ("Loc", "Acc")}


def _covered(words: Sequence[Token], i: int, end: int) -> tuple[Token, ...]:
    return tuple(t for t in words[i:] if t.start < end) or (words[i],)


def _governed(previous: Token | None) -> bool:
    return previous is not None and previous.pos == "ADP"


def _depends_on_noun(before: Sequence[Token]) -> bool:
    """`до заявления Монти сообщил`: a name behind a noun that has a preposition before it belongs
    to that noun and is no subject.
    """
    noun = before[-1] if before else None
    if (
        noun is None
        or noun.pos != "NOUN"
        or noun.feats.get("Animacy") != "Inan"
        or noun.lemma in listed("institutions")
    ):
        return False
    governor = next((t for t in reversed(before[:-1]) if t.pos not in ("ADJ", "DET", "NUM")), None)
    if governor is not None and governor.pos == "ADP":
        return True
    living = (
        governor is not None and governor.feats.get("Animacy") == "Anim"
    )  # `жительница села Умит Кожа`
    return noun.feats.get("Case") not in (None, "Nom", "Dat") and not living


def _is_genitive_attribute(token: Token, previous: Token | None) -> bool:
    """Whether the token is a genitive behind a noun (`министр МВД`), which is no subject."""
    if previous is None or previous.pos not in ("NOUN", "PROPN"):
        return False
    return token.feats.get("Case") == "Gen" or (
        token.text.isascii() and previous.feats.get("Case") not in (None, "Nom")
    )  # в комментарии Orda.kz


def _oblique(token: Token) -> bool:
    """Whether a Russian word stands in a case other than the nominative; names without cases
    (`МЧС`, `Bloomberg`) are judged by their neighbours.
    """
    return (
        token.text.islower() is False
        and not token.text.isupper()
        and token.feats.get("Case") not in (None, "Nom")
        and token.text[0].isalpha()
        and token.text.lower() != token.lemma
    )


def _printed_in_nominative(mention: Mention) -> bool:
    printed = {w.lower() for w in mention.text.replace(".", ". ").split()}
    return printed <= {w.lower() for w in mention.name.replace(".", ". ").split()}


def _nominative(mention: Mention, name: tuple[Token, ...]) -> bool:
    """Whether the name stands in the nominative: its printed words are words of the nominative
    name, or the tagger says so of every word.
    """
    return _printed_in_nominative(mention) or all(
        t.feats.get("Case") == "Nom" for t in name if t.text.isalpha()
    )


def _first(found: list[SpeakerMention]) -> SpeakerMention | None:
    """The first mention; a person, pronoun or role has priority over an institution or people
    behind the same verb.
    """
    return next(
        (n for n in found if n.kind in ("person", "pronoun", "role") or n.head.lemma == "источник"),
        found[0] if found else None,
    )


def _last(found: list[SpeakerMention]) -> SpeakerMention | None:
    return found[-1] if found else None
