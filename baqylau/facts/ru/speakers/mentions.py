"""Speaker mentions: the words that name a speaker in a clause. They are a person, a pronoun, a role
noun, an institution or people.

Comes in: an `Analysis` and a stretch of its tokens. Goes out: a `SpeakerMention`, which
the resolver pass then resolves to a name.
"""

import re
from collections.abc import Mapping, Sequence

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.roles.extractor import roles
from baqylau.facts.ru.speakers.addressees import is_host, is_interviewer, is_told
from baqylau.facts.ru.speakers.agreement import (
    agrees,
    depends_on_noun,
    governed,
    is_genitive_attribute,
    oblique,
    stands_in_nominative,
)
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.noun_mentions import noun_mention
from baqylau.facts.ru.speakers.phrase_ends import MARKS, covered, mentions_by_start
from baqylau.model.fact import Mention
from baqylau.model.words import Token

_PRONOUNS = {
    "Nom": frozenset({"он", "она", "они", "я", "мы", "там"}),
    "Gen": frozenset({"него", "нее", "неё", "них"}),
    "Loc": frozenset[str](),
}
_THAT = frozenset({"тот", "та"})  # `Тот ответил, что`: right before the verb
_RIGHT_BEHIND = 3  # characters: the next word


@memoized
def _role_starts(a: Analysis) -> Mapping[int, int]:
    """Where the position before a person begins, by the start of the person's name."""
    return {r.person.start: r.position.start for r in roles(a) if r.rule == "ru.before"}


class SpeakerMentionFinder:
    """Finds the speaker mentions of one text."""

    def __init__(self, analysis: Analysis) -> None:
        self._a = analysis

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
        counted = _is_share(before)
        left = [] if counted else [n for n in self.all(before, "Nom") if agrees(n, verb)]
        right = [n for n in self.all(after, "Nom") if agrees(n, verb)]
        nearest, first = _described_by(self._a, left, verb), first_of(right)
        if first and is_told(self._a, first, verb, left):
            first = None
        found = (first or nearest) if after_first else (nearest or first)
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
                i = _index_behind(self._a, words, i)
        return found

    def of(self, words: Sequence[Token]) -> SpeakerMention | None:
        """`по словам X`: the speaker mention in the genitive that begins right there; a participle
        or adjective may stand before it.
        """
        for i in range(min(len(words), 4)):
            if words[i].text in MARKS:
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
                        if words[j].text not in MARKS and words[j].pos != "ADJ"
                    ),
                    i + 1,
                )
                speaker_mention = self._at(words, i + 1, "Loc") or self._at(words, first, "Loc")
                if speaker_mention and speaker_mention.kind == "institution":
                    return speaker_mention
        return None

    def _at(self, words: Sequence[Token], i: int, case: str) -> SpeakerMention | None:
        token, previous = words[i], words[i - 1] if i else None
        low = token.text.lower()
        if low in _PRONOUNS[case] or (
            low in _THAT and case == "Nom" and _stands_before_verb(self._a, token)
        ):
            return SpeakerMention("pronoun", (token,), token)
        mention = mentions_by_start(self._a).get(token.start)
        if previous is not None and previous.pos == "DET" and i > 1:
            previous = words[i - 2]  # `в своём Facebook написал`
        if mention and mention.type == "person":
            return self._person(words, i, mention, case, previous)
        if mention and (
            mention.type == "organization"
            or (case in ("Nom", "Loc") and mention.name in listed("capitals"))
        ):
            return self._organization(words, i, mention, case, previous)
        return noun_mention(self._a, words, i, case)

    def _person(
        self, words: Sequence[Token], i: int, mention: Mention, case: str, previous: Token | None
    ) -> SpeakerMention | None:
        name = covered(words, i, mention.end)
        has_role = mention.start in _role_starts(self._a)
        dependent = depends_on_noun(words[:i]) and not has_role and not _declined(name)
        if case == "Nom" and (
            governed(previous) or dependent or not stands_in_nominative(mention, name)
        ):
            return None
        start = _role_starts(self._a).get(mention.start, mention.start)
        first = (
            next((j for j in range(i, -1, -1) if words[j].start <= start), i)
            if start >= words[0].start
            else i
        )
        return SpeakerMention("person", tuple(words[first:i]) + name, name[0], mention)

    def _organization(
        self, words: Sequence[Token], i: int, mention: Mention, case: str, previous: Token | None
    ) -> SpeakerMention | None:
        name = covered(words, i, mention.end)
        if previous is not None and previous.text in MARKS and depends_on_noun(words[: i - 1]):
            return None  # `в статье "Новый мир" высказал`
        if case == "Nom" and (is_interviewer(name[0], previous) or is_host(words[:i])):
            return None  # `в интервью ФАН назвал`
        if case == "Nom" and (
            governed(previous) or is_genitive_attribute(name[0], previous) or oblique(name[0])
        ):
            return None
        return SpeakerMention("institution", name, name[0], mention)


def first_of(found: list[SpeakerMention]) -> SpeakerMention | None:
    """The first mention; a person, pronoun or role has priority over an institution or people
    behind the same verb.
    """
    return next(
        (n for n in found if n.kind in ("person", "pronoun", "role") or n.head.lemma == "источник"),
        found[0] if found else None,
    )


_APPOSED = re.compile(
    r"\s{0,3},\s{1,3}(?:[а-яё]{1,40}\s{1,3}){0,2}"
)  # between a name and the noun beside it


def _described_by(
    a: Analysis, left: Sequence[SpeakerMention], verb: Token
) -> SpeakerMention | None:
    """The nearest mention before the verb; where it stands between commas behind a name, it only
    describes that person: `Ержан Алимов, однофамилец министра, пообещал`.
    """
    nearest = left[-1] if left else None
    named = left[-2] if len(left) > 1 else None
    if (
        nearest is None
        or named is None
        or named.kind != "person"
        or nearest.kind not in ("role", "people")
        or nearest.mention is not None
    ):
        return nearest
    beside = _APPOSED.fullmatch(a.text, named.end, nearest.start)
    return named if beside and "," in a.text[nearest.end : verb.start] else nearest


def _is_share(before: Sequence[Token]) -> bool:
    """`главы работают хорошо, а 22% считали, что`: a share of those asked stands before the verb,
    and no subject that has a name.
    """
    return any(t.text == "%" or t.lemma == "процент" for t in before[-_SHARE:])


_SHARE = 2  # words: the sign, and of whom


def _declined(name: Sequence[Token]) -> bool:
    """`пишет в обзоре Тимур Белов`: a name of two words whose first would end otherwise in another
    case, so that it is a nominative.
    """
    last = name[0].text[-1].lower()
    return (
        len(name) > 1
        and (last in "ая" or last not in "еиоуыэюь")
        and (name[0].feats.get("Case", "Nom") == "Nom")
    )


def _stands_before_verb(a: Analysis, token: Token) -> bool:
    return any(t.pos == "VERB" for t in a.tokens_in(token.end, token.end + _RIGHT_BEHIND)[:1])


def _index_behind(a: Analysis, words: Sequence[Token], i: int) -> int:
    """The index where the search continues: behind a name that is no speaker mention, else at the
    next word.
    """
    mention = mentions_by_start(a).get(words[i].start)
    end = mention.end if mention else words[i].end
    return next((j for j in range(i + 1, len(words)) if words[j].start >= end), len(words))
