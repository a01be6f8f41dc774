"""Positions and persons around a verb of appointing. Comes in: an `Analysis` and the words of a
sentence. Goes out: the nearest person, and the `Appointment` made of person and position.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar import positions as grammar
from baqylau.facts.grammar.positions import Action, person_slot, slot_of
from baqylau.facts.ru.roles.acting import acting_words
from baqylau.facts.ru.roles.names import is_commanding, is_office, position_name, singular
from baqylau.facts.ru.words.noun_phrase import OPENING
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.span import Span
from baqylau.model.words import Token


def nearest(a: Analysis, verb: Token, persons: list[Mention], wanted: set[str]) -> Slot | None:
    """The person nearest to the verb whose words may stand in one of the wanted cases."""
    fitting = [p for p in persons if may_stand(a, p, wanted)]
    found = min(
        fitting, key=lambda p: min(abs(p.start - verb.end), abs(verb.start - p.end)), default=None
    )
    return person_slot(found) if found else None


def subject(
    a: Analysis,
    words: Sequence[Token],
    at: int,
    persons: list[Mention],
    wanted: frozenset[str] = frozenset({"Nom"}),
) -> Slot | None:
    """Whose verb stands at `at`: in `диктатора X, который был смещён генералом Y` the person right
    before the relative clause, else the nearest that may stand in one of the wanted cases.
    """
    comma = _relative_comma(words, at)
    if comma is None:
        return nearest(a, words[at], persons, set(wanted))
    before = [p for p in persons if p.end <= words[comma].start]
    last = max(before, key=lambda p: p.end, default=None)
    meant = last is not None and not a.tokens_in(last.end, words[comma].start)
    return person_slot(last) if last is not None and meant else None


def _relative_comma(words: Sequence[Token], at: int) -> int | None:
    """The index of the comma before the `который` whose clause the verb belongs to; behind another
    comma the clause may be over.
    """
    for i in range(at - 1, 0, -1):
        if words[i].text == ",":
            return None
        if words[i].text.lower() in ("который", "которая") and words[i - 1].text == ",":
            return i - 1
    return None


def in_relative_clause(words: Sequence[Token], at: int) -> bool:
    """`X, который освобождён`: whether the verb stands in the clause of a `который`."""
    return _relative_comma(words, at) is not None


def is_relative(a: Analysis, person: Mention) -> bool:
    """`отставка дочери X`, `приятель депутата X`: the sentence speaks of somebody near to X."""
    before = a.tokens_in(a.sentence_span(person.start).start, person.start)
    for token in reversed(before):
        if token.lemma in wordlist("positions")["relations"]:
            return token.pos == "NOUN" and _is_genitive(a, person)
        case = token.feats.get("Case")
        participle = token.pos == "VERB" and case is not None
        if not ((participle or token.pos in ("ADJ", "NOUN", "PROPN")) and case in _OWNED):
            return False
    return False


_OWNED = ("Gen", "Acc", None)


def _is_genitive(a: Analysis, person: Mention) -> bool:
    """The printed name is not its nominative, or has no cases and is tagged as a genitive."""
    words = a.tokens_in(person.start, person.end)
    return person.text != person.name or any(t.feats.get("Case") == "Gen" for t in words)


def may_stand(a: Analysis, person: Mention, wanted: set[str]) -> bool:
    """Whether the name may stand in one of the wanted cases. The tagger often misses the case of a
    rare name; its letters show whether it stands in the nominative.
    """
    nominative = set(person.text.lower().split()) <= set(person.name.lower().split())
    if "Nom" in wanted and nominative:
        return True
    tagged = a.tokens_in(person.start, person.end)[0].feats.get("Case", "Nom") in wanted
    return tagged or (not nominative and "Nom" not in wanted)


def _phrase_end(a: Analysis, words: tuple[Token, ...], head: int, person: Slot) -> int:
    """The index of the last word of the position: its genitives, also behind `и` (`труда и
    соцзащиты населения`), its institution, and `по` with a dative (`вице-министр по чрезвычайным
    ситуациям`).
    """
    last, case = head, "Gen"
    while last + 1 < len(words) and not person.start <= words[last + 1].start < person.end:
        following = words[last + 1]
        named = institution_end(a, words, last + 1)
        if named is not None:
            return named - 1
        inside = a.mention_at(following.start)
        if (inside and inside.type == "person") or _describes(words, last + 1, person):
            break
        if inside and inside.type == "place" and inside.start < following.start:
            last += 1  # the rest of `Республики Казахстан`
        elif inside and inside.type == "place" and _of_place(words[last], first=True):
            last += 1  # `аким города | Алматы`
        elif last == head and inside and inside.type == "place" and inside.text != inside.name:
            last += 1  # `аким | Балхаша`, whatever case the tagger gives it
        elif _is_posted(words, head, last):
            last += 2  # `посол в Японии`, `посол Чехии в Японии`
        elif _joins_dative(words, last + 1):
            last, case = last + 2, "Dat"
        elif (
            (last == head and is_commanding(words[head]) and following.feats.get("Case") == "Ins")
            or _is_genitive_word(following, case)
            or _of_place(following, first=last == head)
        ):
            last += 1
        elif following.lemma == "и" and last > head and _is_listed(a, words, last + 2, case):
            last += 2
        else:
            break
    return last


def _is_posted(words: Sequence[Token], head: int, last: int) -> bool:
    """`посол в Японии`, `постпред при ООН`: where the office is."""
    rest = words[last + 1 : last + 3]
    return (
        len(rest) > 1
        and words[head].lemma in wordlist("positions")["posted"]
        and rest[0].lemma in ("в", "при")
        and rest[1].text[0].isupper()
    )


def _describes(words: Sequence[Token], at: int, person: Slot) -> bool:
    """`губернатором области | единоросса X`: a noun for the person right before his name."""
    token = words[at]
    living = token.pos == "NOUN" and token.feats.get("Animacy") == "Anim" and not is_office(token)
    return living and at + 1 < len(words) and words[at + 1].start == person.start


def institution_end(a: Analysis, words: Sequence[Token], at: int) -> int | None:
    """The index behind an institution that begins at `at`, with or without its marks."""
    inside = at + (words[at].text in OPENING)
    mention = a.mention_at(words[inside].start) if inside < len(words) else None
    if mention is None or mention.type != "organization":
        return None
    end = next((i for i in range(inside, len(words)) if words[i].start >= mention.end), len(words))
    return end + (end < len(words) and words[end].text in ("»", "”") and inside > at)


def _joins_dative(words: Sequence[Token], at: int) -> bool:
    return (
        words[at].lemma == "по"
        and at + 1 < len(words)
        and words[at + 1].feats.get("Case") == "Dat"
        and words[at + 1].pos in ("NOUN", "ADJ")
    )


def _is_genitive_word(token: Token, case: str) -> bool:
    return token.pos in ("NOUN", "PROPN", "ADJ") and token.feats.get("Case") in ("Gen", case)


def _of_place(token: Token, *, first: bool) -> bool:
    """`губернатором края`: a noun for a region, whose genitive the tagger took for another case."""
    return first and token.text.lower() in wordlist("positions")["regions"]


def _is_listed(a: Analysis, words: Sequence[Token], at: int, case: str) -> bool:
    """A second genitive behind `и`, which is no person and no office of somebody else."""
    if at >= len(words) or not _is_genitive_word(words[at], case) or is_office(words[at]):
        return False
    mention = a.mention_at(words[at].start)
    return mention is None or mention.type != "person"


def appointment(
    a: Analysis,
    words: tuple[Token, ...],
    head: int,
    verb: int,
    person: Slot,
    action: Action,
    rule: str,
    confidence: float,
) -> Appointment:
    last = _phrase_end(a, words, head, person)
    organization = next(
        (
            m
            for m in a.mentions_in(words[head].start, words[last].end)
            if m.type == "organization" and not m.text[0].islower()
        ),
        None,
    )
    ends = [
        t for t in words[head : last + 1] if organization is None or t.end <= organization.start
    ] or [words[head]]
    first = head
    while (
        first
        and words[first - 1].pos == "ADJ"
        and words[first - 1].lemma != "новый"
        and words[first - 1].feats.get("Case") == words[head].feats.get("Case")
    ):
        first -= 1
    most = next((i for i in range(first, head) if words[i].lemma == "самый"), None)
    if most is not None:
        first = min(most + 2, head)  # `стал самым молодым британским премьером`
    first -= acting_words(words[:first])
    position = [*words[first:head], *ends]
    while len(position) > 1 and organization and _is_loose(position[-1]):
        position.pop()  # `тренер женской | сборной России`, `директор АО | «Дала»`
    plural = words[head].feats.get("Number") == "Plur" and not acting_words(words[:head])
    name = singular(position, a.text) if plural else position_name(a.text, position)
    slot = a.slot(position[0].start, position[-1].end, name)
    return grammar.appointment(
        a,
        action,
        person,
        rule,
        confidence,
        words=[
            Span(words[first].start, words[last].end),
            Span(words[verb].start, words[verb].end),
        ],
        position=slot,
        organization=slot_of(organization),
    )


def _is_loose(token: Token) -> bool:
    """The adjective, the mark or the legal form that belongs to the institution behind it."""
    kinds = wordlist("organizations")["kinds"]
    return token.pos == "ADJ" or token.text in OPENING or token.lemma in kinds
