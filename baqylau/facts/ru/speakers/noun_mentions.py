"""Noun phrases that name a speaker: an office, an institution, people; where a person's name
follows at once, the mention is that person.

Comes in: an `Analysis`, the words of a clause and an index. Goes out: a `SpeakerMention`, or None.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.people import named_before
from baqylau.facts.grammar.speakers.speaker import Kind, SpeakerMention
from baqylau.facts.ru.roles.extractor import roles_of
from baqylau.facts.ru.speakers.agreement import (
    governed,
    printed_in_nominative,
    stands_in_nominative,
)
from baqylau.facts.ru.speakers.descriptions import name_at_end, name_behind
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.phrase_ends import covered, mentions_by_start, phrase_end
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Mention
from baqylau.model.words import Token

_CASES_FOR = {"Nom": ("Nom",), "Gen": ("Gen", "Acc"), "Loc": ("Loc", "Acc")}


def noun_mention(a: Analysis, words: Sequence[Token], i: int, case: str) -> SpeakerMention | None:
    """`региональный акимат`, `врач Клара Шмидт`, `представитель Лусии Гомес`: the phrase whose
    first word is `words[i]`.
    """
    head = _head(words, i, case)
    if head is None or (
        words[i].text.isdigit() and words[i + 1 : head + 1] and (words[i + 1].text[0].isupper())
    ):
        return None  # `19:11 Учёные`
    kind = kind_of(words[head], case) if words[i].pos != "ADV" or i == head else None
    if kind is None or (case == "Nom" and governed(words[i - 1] if i else None)):
        return None
    last = phrase_end(a, words, head)
    if kind in ("role", "people"):
        named = _named(a, words, i, head, last, case)
        if named:
            return named
    following = _person_at(a, words, last)
    if following and (kind == "role" or (kind == "people" and _owns(words, last, following))):
        # `представитель Лусии Гомес`: the name in the genitive belongs to the phrase
        last += len(covered(words, last, following.end))
    starts = mentions_by_start(a)
    inside = (starts[t.start] for t in words[i:last] if t.start in starts)
    inner = next((m for m in inside if m.type == "organization"), None)
    return SpeakerMention(kind, tuple(words[i:last]), words[head], inner)


def _head(words: Sequence[Token], i: int, case: str) -> int | None:
    """The index of the noun behind the adjectives, which stand in its case."""
    if words[i].lemma == "сам":
        return None  # `Сам политик отрицает`: the phrase begins behind it
    head = next(
        (
            j
            for j in range(i, min(i + 6, len(words)))
            if words[j].pos not in ("ADJ", "DET", "NUM", "ADV") or is_position(words[j].lemma)
        ),
        None,
    )
    if words[i].lemma in listed("many") and i + 1 < len(words) and words[i + 1].lemma == "из":
        head = i  # `один из осуждённых`
    if head is None or any(words[j].feats.get("Case") not in (case, None) for j in range(i, head)):
        return None
    return head


def _owns(words: Sequence[Token], at: int, person: Mention) -> bool:
    """`жена Ивана Петрова`: the name stands in the genitive."""
    name = covered(words, at, person.end)
    return not printed_in_nominative(person) and any(t.feats.get("Case") == "Gen" for t in name)


def _person_at(a: Analysis, words: Sequence[Token], at: int) -> Mention | None:
    mention = mentions_by_start(a).get(words[at].start) if at < len(words) else None
    return mention if mention and mention.type == "person" else None


def _named(
    a: Analysis, words: Sequence[Token], i: int, head: int, last: int, case: str
) -> SpeakerMention | None:
    """The person whose name stands right behind the phrase, or behind a longer description:
    `начальник управления полковник полиции X`.
    """
    following = _person_at(a, words, last)
    data = wordlist("positions")
    serves = words[head].lemma in (*data["serving"], *data["relations"])
    if following:
        name = covered(words, last, following.end)
        alone = printed_in_nominative(following)
        if case != "Nom" and _stands_for(a, words[head], following):
            return None  # `по словам адвоката Лисова`
        if case != "Nom" or (alone if serves else stands_in_nominative(following, name)):
            return SpeakerMention("person", tuple(words[i:last]) + name, name[0], following)
        if serves and not alone:
            return None  # `представитель Лусии Гомес`
    named = name_behind(a, words, last, case)
    if named is None and case == "Nom" and not serves:
        named = name_at_end(a, words, last)
    if named is None:
        return None
    mention = mentions_by_start(a)[words[named].start]
    name = covered(words, named, mention.end)
    return SpeakerMention("person", (*words[i:named], *name), words[named], mention)


def _stands_for(a: Analysis, head: Token, person: Mention) -> bool:
    """Whether an advocate or a relative speaks for the person: the name is a surname alone or was
    named before, and nowhere as that advocate.
    """
    if (
        head.lemma not in listed("standing_for")
        and head.lemma not in (wordlist("positions")["relations"])
    ):
        return False
    roles = (r for r in roles_of(a, person.name) if r.person.start < person.start)
    if any(head.lemma in (r.position.name or "").split() for r in roles):
        return False
    before = any(m.name == person.name for m in named_before(a, person.start))
    return before or " " not in person.text.strip()


def described(mention: SpeakerMention) -> tuple[Token, ...]:
    """The words that describe somebody without a name: `нашего источника в полиции` is a source in
    the police for whoever reads it.
    """
    words = mention.words
    own = words[0].pos == "DET" or words[0].lemma in ("его", "ее", "их")
    return words[1:] if own and mention.head.lemma in listed("nameless") else words


def kind_of(token: Token, case: str) -> Kind | None:
    """What a noun in this case names: an office, an institution, people or nobody."""
    if (
        token.pos not in ("NOUN", "PROPN", "ADJ", "VERB", "NUM", "PRON", "DET")
        or token.feats.get("Case", "Nom") not in _CASES_FOR[case]
    ):
        return None
    if is_position(token.lemma) or token.lemma in listed("focus_nouns"):
        return "role"
    noun = token.pos in ("NOUN", "PROPN")
    if noun and token.lemma in listed("institutions"):
        return "institution"
    living = token.pos == "NOUN" and token.feats.get("Animacy") == "Anim"
    if noun and token.lemma in listed("authorities"):
        return "people" if token.feats.get("Number") == "Plur" else None
    return "people" if living or token.lemma in listed("many") else None
