"""A position right before a name: `министр экономики Сергей Капралов`.

Comes in: an `Analysis` and a person. Goes out: the words from the position up to the name. The span
of a position is its head noun with the attributes before it and the genitives behind it, up to an
organization or the name.
"""

import re

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.roles.held import printed_as_named
from baqylau.facts.ru.roles.names import is_commanding, is_office, with_attributes
from baqylau.lang.ru.declension import forms
from baqylau.lang.ru.lemmas import may_be
from baqylau.lang.ru.positions import group
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Mention
from baqylau.model.words import Token

_LONGEST = 18  # tokens between a head noun and the name it belongs to
_INSIDE = frozenset('«»"“”')


def position_before(a: Analysis, person: Mention) -> list[Token]:
    """The words of the position and what stands between it and the name; empty where the noun
    before the name is no position of his.
    """
    sentence = a.sentence_at(person.start)
    tokens = _without_gloss([t for t in a.words(sentence) if t.end <= person.start])
    head = _head_before(a, tokens)
    head = _candidacy(tokens, head)
    if head is not None and (_serves(a, tokens[head], person) or _worked_for(tokens, head)):
        head = _inner_office(tokens, head)
    if head is None or tokens[-1].lemma == "и" or _in_other_case(a, tokens[head], person):
        return []  # `вице-президент и Анна Ким`: two people
    first = _with_first_position(tokens, with_attributes(tokens, head), head)
    if _gives_its_name(tokens[:first]):
        return []
    if _belongs_to_act(a, tokens, head, first, person):
        return []
    if (
        first
        and _is_kin(tokens[first - 1])
        and printed_as_named(person)
        and case_of_name(a, person) != "Gen"
    ):
        return []  # `сын акима Бекзат Туржан`: the office is the father's
    return tokens[first : _rank_behind(tokens, head)]


def _without_gloss(tokens: list[Token]) -> list[Token]:
    """`директор «Дома книги» (House of Books) X`: the words without a name in Latin letters in
    brackets right before the person.
    """
    if not tokens or tokens[-1].text != ")":
        return tokens
    opening = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i].text == "("), None)
    if opening is None or any(_CYRILLIC.match(t.text) for t in tokens[opening:]):
        return tokens
    return tokens[:opening]


_CYRILLIC = re.compile("[А-Яа-яЁё]")


def _candidacy(tokens: list[Token], head: int | None) -> int | None:
    """`кандидат на пост | акима X`: what X is, and not what X may become."""
    if head is None or head < len(("кандидат", "на", "пост")):
        return head
    runs = tokens[head - 3].lemma in wordlist("positions")["running"]
    post = tokens[head - 1].lemma in wordlist("appointments")["post"]
    return head - 3 if runs and post and tokens[head - 2].lemma == "на" else head


def _in_other_case(a: Analysis, head: Token, person: Mention) -> bool:
    """`предложен на пост губернатора Дмитрием Беловым`: the name in the instrumental is that of
    somebody else.
    """
    words = a.tokens_in(person.start, person.end)
    name = {t.feats.get("Case") for t in words if t.text[0].isalpha()}
    return (
        name == {"Ins"}
        and not printed_as_named(person)
        and head.feats.get("Case") == "Gen"
        and not may_be(head.text, "ablt")
    )


def _with_first_position(tokens: list[Token], first: int, head: int) -> int:
    """`писатель и | журналист X`, `президент и | генеральный директор X`: the index of the first of
    two positions that one person has; two offices of a state are those of two people.
    """
    left = first - 2
    if left < 0 or tokens[left + 1].lemma != "и" or tokens[left].pos not in ("NOUN", "PROPN"):
        return first
    data = wordlist("positions")
    both = tokens[left].lemma in data["joined"] or (
        tokens[left].lemma in data["joined_to_director"] and tokens[head].lemma in data["directors"]
    )
    agree = all(tokens[left].feats.get(x) == tokens[head].feats.get(x) for x in ("Case", "Number"))
    return with_attributes(tokens, left) if both and agree else first


def _gives_its_name(before: list[Token]) -> bool:
    """`на улице Генерала X`, `школа имени академика X`: the name of a thing."""
    if not before:
        return False
    last = before[-2] if before[-1].text == "." and len(before) > 1 else before[-1]
    return last.lemma in wordlist("positions")["named_after"]


def _rank_behind(tokens: list[Token], head: int) -> int:
    """The index of a rank between the office and the name, which is no part of the office:
    `начальник училища контр-адмирал X`; else that of the name.
    """
    behind = range(head + 1, len(tokens))
    return next((i for i in behind if _is_rank(tokens[i])), len(tokens))


def _is_rank(token: Token) -> bool:
    return token.lemma in wordlist("positions")["service_ranks"]


def _belongs_to_act(
    a: Analysis, tokens: list[Token], head: int, first: int, person: Mention
) -> bool:
    """`Указом главы государства Марат Белов освобождён`: the office in the genitive gave the act,
    and the name in the nominative is another person's.
    """
    owner = tokens[first - 1] if first else None
    return (
        owner is not None
        and owner.lemma in wordlist("positions")["acts"]
        and tokens[head].feats.get("Case") == "Gen"
        and printed_as_named(person)
        and case_of_name(a, person) in ("Nom", None)
    )


def _head_before(a: Analysis, tokens: list[Token]) -> int | None:
    """The index of the leftmost head noun of the unbroken phrase that ends at the name."""
    found = None
    case = None
    for i in range(len(tokens) - 1, max(-1, len(tokens) - _LONGEST), -1):
        token = tokens[i]
        if _named(a, token):
            continue
        if (
            (token.pos in _BREAKING and not is_commanding(token) and not _is_owner(token))
            or _is_kin(token)
            or token.lemma in wordlist("positions")["bare_post"]
            or (token.pos == "PUNCT" and token.text not in _CHAIN)
            or in_person(a, token)
            or (token.pos == "ADP" and i == len(tokens) - 1)
        ):
            break  # `обязанности министра возложены на | X`
        if is_office(token) or (
            found is None and _is_living(token) and not a.mention_at(token.start)
        ):
            if found is None or _governs(tokens, i, found, case):
                found, case = i, token.feats.get("Case")
            elif token.feats.get("Case") != "Gen" or not _is_rank(tokens[found]):
                break  # `заместитель командира полка майор X`
        elif (
            token.pos == "ADP"
            and token.lemma not in ("по", "в", "на", "при", "из", "от")
            and not any(t.lemma in _STANDING for t in tokens[i + 1 : i + 4])
        ):
            break
    return found if found is not None and _reaches(tokens, found) else None


def _is_owner(token: Token) -> bool:
    """`адвокат задержанного X`: a participle in the genitive that stands for a person."""
    return token.feats.get("VerbForm") == "Part" and token.feats.get("Case") == "Gen"


def _serves(a: Analysis, head: Token, person: Mention) -> bool:
    """`представитель Лусии Гомес`, `приятель Джамала Царева`: a noun in the nominative and a name
    in the genitive are two people.
    """
    data = wordlist("positions")
    if head.lemma in data["relations"]:
        return True
    oblique = not printed_as_named(person)
    case = case_of_name(a, person)
    if head.feats.get("Case") == "Nom" and not may_be(head.text, "gent"):
        office = head.lemma.rpartition("-")[2]  # `экс-советник Белова`
        return oblique and (case != "Nom" or office in data["serving"])
    others = oblique and case == "Gen" and head.feats.get("Case") in ("Dat", "Ins", "Loc")
    return others and not _may_stand_in(a, person, head.feats["Case"])


def _may_stand_in(a: Analysis, person: Mention, case: str) -> bool:
    """`заместителю Анне Беловой`: a woman's surname has one form for these cases."""
    last = a.tokens_in(person.start, person.end)[-1]
    return any(f.case == _CASES[case] for f in forms(last.text, True))


_CASES = {"Dat": "dat", "Ins": "ins", "Loc": "loc"}


def _worked_for(tokens: list[Token], head: int) -> bool:
    """`работавшая заместителем Коваленко`: the name behind the office is that of the chief."""
    data = wordlist("positions")
    serving = tokens[head].lemma in data["serving"] and tokens[head].feats.get("Case") == "Ins"
    before = tokens[head - 1] if head else None
    return serving and before is not None and before.lemma in data["being"]


def _inner_office(tokens: list[Token], head: int) -> int | None:
    """`советник вице-губернатора X`: the office in the genitive is that of X."""
    return next(
        (
            i
            for i in range(head + 1, len(tokens))
            if is_office(tokens[i]) and tokens[i].feats.get("Case") == "Gen"
        ),
        None,
    )


_STANDING = frozenset({"стаж", "опыт"})  # педиатр с тридцатилетним стажем
_BREAKING = frozenset({"VERB", "AUX", "SCONJ", "PRON"})
_CHAIN = frozenset('«»"“”,-–—')


def _is_kin(token: Token) -> bool:
    """`детективами полиции родного брата X`: a word for a relative is no position."""
    return token.pos == "NOUN" and token.lemma in wordlist("positions")["kin"]


def _is_living(token: Token) -> bool:
    """`переводчица`, `тракторист`: any word for a person may be a position, except words for
    relatives, peoples and the like.
    """
    if (
        token.pos != "NOUN"
        or token.feats.get("Animacy") != "Anim"
        or not token.text[1:].islower()
        or token.feats.get("Number") == "Plur"
        or "-" in token.lemma
    ):
        return False  # `фильм-сказка`: of two words the last would have to be a position
    data = wordlist("positions")
    return token.lemma not in (
        *data["no_position"],
        *data["relations"],
    ) and not token.lemma.endswith(tuple(data["endings_of_peoples"]))


def in_person(a: Analysis, token: Token) -> bool:
    mention = a.mention_at(token.start)
    return mention is not None and mention.type == "person"


def _named(a: Analysis, token: Token) -> bool:
    """The noun is part of an organization's name (`Министерство`, `Центр`), no position."""
    mention = a.mention_at(token.start)
    return (
        mention is not None
        and mention.type == "organization"
        and mention.end - mention.start > len(token.text)
    )


def _governs(tokens: list[Token], left: int, right: int, case: str | None) -> bool:
    """`заместитель` governs the genitive `акима` right after it; `– министр` stands beside, in the
    same case.
    """
    between = tokens[left + 1 : right]
    if is_commanding(tokens[left]) and group(tokens[right].lemma) == "law":
        return True  # `командующий войсками округа генерал X`
    if tokens[left].lemma in wordlist("positions")["running"]:
        return tokens[left + 1].lemma in ("в", "на")  # `кандидат в президенты X`
    if any(t.text in ("–", "—", "-") for t in between):
        return True
    if group(tokens[right].lemma) == "law" and tokens[left].feats.get("Case") == case and between:
        # начальник департамента полиции полковник, начальник ДЧС по области подполковник
        cases = {"Gen"} | ({"Dat"} if any(t.lemma == "по" for t in between) else set())
        return all(
            t.feats.get("Case", "Gen") in cases or t.pos == "PROPN"
            for t in between
            if t.lemma != "по"
        )
    return case in ("Gen", None) and not any(
        t.pos == "PUNCT" and t.text not in _INSIDE for t in between
    )


def _reaches(tokens: list[Token], head: int) -> bool:
    """Whether only genitives of the head, its organization and marks stand between the head and the
    name; a comma must have its pair.
    """
    rest = tokens[head + 1 :]
    if sum(t.text == "," for t in rest) % 2 and not any(t.lemma == "и" for t in rest):
        return False
    return all(
        t.pos in _NOMINAL
        or t.text[0].isupper()
        or t.text[0].isdigit()
        or t.text == "№"
        or _is_owner(t)
        for t in rest
    )


_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "CCONJ", "PUNCT", "NUM", "DET", "X"})


def case_of_name(a: Analysis, person: Mention) -> str | None:
    words = a.tokens_in(person.start, person.end)
    return words[0].feats.get("Case") if words else None
