"""Which words a person's name consists of: without the office before it, with the patronymic and
the first name that the tagger left out.

Comes in: candidates and tokens. Goes out: candidates whose ranges are mended.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.declension import forms
from baqylau.lang.ru.full_names import PATRONYMIC, is_given
from baqylau.lang.ru.lemmas import readings
from baqylau.lang.ru.places import is_known
from baqylau.lang.ru.positions import is_position
from baqylau.model.words import Token


def bare(found: Sequence[Candidate], tokens: Sequence[Token]) -> Iterator[Candidate]:
    """`Аким Темиртау Марат Ибраев` as one person: the name begins at the first name where a
    position or place stands before it.
    """
    for candidate in found:
        start = candidate.first
        if (
            candidate.kind == "person"
            and candidate.last - start > 2
            and is_known(tokens[start])
            and is_given(tokens[start + 1])
        ):
            start += 1  # `аким Кызылорды Асылбек Шаменов`
        if (
            candidate.kind == "person"
            and start == candidate.first
            and _is_foreign_head(candidate, tokens)
        ):
            start += 1
        if candidate.kind == "person" and is_position(tokens[start].lemma):
            given = (i for i in range(start + 1, candidate.last) if is_given(tokens[i]))
            start = next(given, start + 1 if candidate.last - start > 1 else start)
            if candidate.last - start > len(("Имя", "Фамилия")) and is_known(tokens[start]):
                start += 1  # `Аким Алматы | Ерболат Досаев`
        yield replace(candidate, first=start)


def _is_foreign_head(candidate: Candidate, tokens: Sequence[Token]) -> bool:
    """`Мажилисмен Айдос Сарым`: whether a word before a first name and a surname is no part of the
    name; a patronymic shows that the surname came first.
    """
    words = tokens[candidate.first : candidate.last]
    if (
        len(words) != 3
        or any(not t.text[0].isalpha() for t in words)
        or is_given(words[0])
        or _is_first_name(words[0])
        or not is_given(words[1])
    ):
        return False
    patronymic = any(f.part == "patronymic" for f in forms(words[2].text, True)) or words[
        2
    ].text.lower().endswith(PATRONYMIC)
    return not patronymic and words[0].text[1:].islower()


def _is_first_name(token: Token) -> bool:
    """`Луис Мария Белова`: the dictionary has the word as a first name."""
    return any("Name" in r.tag and r.tag.case == "nomn" for r in readings(token.text.lower()))


def with_patronymic(candidate: Candidate, tokens: Sequence[Token]) -> Candidate:
    """`Айжан Қайратқызы`: a patronymic in Kazakh letters right behind the name belongs to it."""
    last = candidate.last
    if (
        candidate.kind != "person"
        or last >= len(tokens)
        or tokens[last].start - tokens[last - 1].end != 1
    ):
        return candidate
    word = tokens[last].text
    return (
        replace(candidate, last=last + 1)
        if word[0].isupper() and word.lower().endswith(_KAZAKH_PATRONYMIC)
        else candidate
    )


_KAZAKH_PATRONYMIC = ("ұлы", "қызы", "улы", "кызы", "уулу")


def joined(found: Sequence[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """`с Касым-Жомартом Токаевым`, tagged a place and a person: a listed first name right before a
    person belongs to this person.
    """
    by_first = {c.first: c for c in found if c.kind == "person"}
    behind = {
        c.last: c
        for c in found
        if c.kind != "person"
        and c.last - c.first == 1
        and c.last in by_first
        and is_given(tokens[c.first])
    }
    kept = [
        replace(c, first=behind[c.first].first) if c.first in behind and c.kind == "person" else c
        for c in found
    ]
    return [c for c in kept if c not in behind.values()]
