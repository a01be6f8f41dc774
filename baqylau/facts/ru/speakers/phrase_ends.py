"""Where the phrase of a speaker ends: behind its head may stand genitives, an institution, a place,
`из` behind a word of quantity and `по` behind an office.

Comes in: the words of a clause and the index of a head. Goes out: the index behind the phrase.
"""

import itertools
from collections.abc import Mapping, Sequence

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.ru.speakers.listed import listed
from baqylau.lang.ru.lemmas import may_be
from baqylau.model.fact import Mention
from baqylau.model.words import Token

MARKS = frozenset('«»"“”„')


@memoized
def mentions_by_start(a: Analysis) -> Mapping[int, Mention]:
    """The mentions of the text by their first character."""
    return {m.start: m for m in a.mentions}


def covered(words: Sequence[Token], i: int, end: int) -> tuple[Token, ...]:
    """The words from `i` up to the offset `end`, at least one."""
    return tuple(t for t in words[i:] if t.start < end) or (words[i],)


def phrase_end(a: Analysis, words: Sequence[Token], head: int) -> int:
    """The index where the phrase ends. Behind the head may stand its genitives, its institution
    and place, `из` behind a word of quantity, and `по` behind an office.
    """
    j = head + 1
    while j < len(words):
        token = words[j]
        mention = mentions_by_start(a).get(
            words[j + 1].start if token.text in MARKS and j + 1 < len(words) else token.start
        )
        if mention and mention.type == "person":
            break
        if mention:
            j = next((k for k in range(j, len(words)) if words[k].start >= mention.end), len(words))
            j += j < len(words) and words[j].text in MARKS
        elif _governed_by(words[head], token, first=j == head + 1):
            j += 1
        elif token.text == "№" and j + 1 < len(words):
            j += 2  # `начальник пожарной части № 5`
        elif token.lemma == "из" and j + 1 < len(words) and words[j - 1].lemma in listed("many"):
            j += 2  # `один из умерших`, `родные одного из умерших`
        elif _and_genitive(words, j):
            j += 2
        elif _region_end(a, words, j) is not None:
            j = _region_end(a, words, j) or j
        elif j == head + 1 and _joins(words, j, head):
            j = _noun_from(words, j + 1) + 1
        else:
            break
    return j


def _region_end(a: Analysis, words: Sequence[Token], j: int) -> int | None:
    """`пресс-служба УФСБ России | по Республике Коми`: the index behind the region of an office, a
    place in the dative behind `по`, or behind `и` and another one.
    """
    if j + 1 >= len(words) or words[j].lemma not in ("по", "и"):
        return None
    last = a.mention_at(words[j - 1].start)
    place = a.mention_at(words[j + 1].start)
    wanted = ("organization", "place") if words[j].lemma == "по" else ("place",)
    if (
        last is None
        or last.type not in wanted
        or place is None
        or place.type != "place"
        or words[j + 1].feats.get("Case") != "Dat"
    ):
        return None
    if words[j].lemma == "и" and not any(
        one.lemma == "по" and other.start == last.start
        for one, other in itertools.pairwise(words[:j])
    ):
        return None
    return next((k for k in range(j + 1, len(words)) if words[k].start >= place.end), len(words))


def _joins(words: Sequence[Token], j: int, head: int) -> bool:
    if j + 1 >= len(words):
        return False
    if words[j].lemma in ("в", "во", "при") and words[head].lemma in listed("located"):
        return words[j + 1].feats.get("Case") in ("Loc", None)
    return (
        words[j].lemma == "по"
        and words[j + 1].feats.get("Case") == "Dat"
        and words[j + 1].pos in ("NOUN", "ADJ")
    )


def _noun_from(words: Sequence[Token], j: int) -> int:
    """`источник в силовых структурах`: the index of the noun behind the adjectives at `j`."""
    while j + 1 < len(words) and words[j].pos in ("ADJ", "DET", "NUM"):
        if words[j + 1].pos not in ("ADJ", "DET", "NUM", "NOUN", "PROPN"):
            break
        j += 1
    return j


def _and_genitive(words: Sequence[Token], j: int) -> bool:
    """`и` between two genitives."""
    return (
        words[j].lemma == "и"
        and j + 1 < len(words)
        and words[j + 1].feats.get("Case") == "Gen" == words[j - 1].feats.get("Case")
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
    if first and case == "Gen" and token.feats.get("VerbForm") == "Part":
        return True  # `юрист пострадавшего`, `мать погибшей`
    return (
        first
        and token.pos == "NOUN"
        and token.text.lower() != token.lemma
        and token.lemma not in listed("press_offices")  # `цитирует портал | пресс-службу мэрии`
        and may_be(token.text, "gent")
    )
