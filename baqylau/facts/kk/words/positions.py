"""Positions in a Kazakh text: `Арман қаласының әкімі`, `баспасөз хатшысы`, `ауыл шаруашылығы
министрі`.

Comes in: the tokens of a sentence and the index behind a head noun. Goes out: a `Position`, or None
where the noun is no position.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.kk.words.nominal import (
    CLOSING,
    case_of,
    is_plural,
    is_possessed,
    is_word,
    printed,
    stands_before_noun,
)
from baqylau.facts.kk.words.owners import institution_name, is_institution, whole_owner
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.positions import (
    bare_position,
    genitive,
    is_compound,
    unpossessed,
    unpossessed_forms,
    words,
)
from baqylau.lang.kk.stems import is_whole
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Mention, Slot
from baqylau.model.words import Token

_MOST_ATTRIBUTES = 9
_BACK = frozenset("аоұыуяёю")


@dataclass(frozen=True, slots=True)
class Position:
    """Token indices of the position, half-open, and whom it belongs to."""

    first: int
    last: int
    organization: Slot | None
    place: Slot | None
    sure: bool
    """Whether the noun is in the word lists or has an agent ending."""

    def start(self, tokens: Sequence[Token]) -> int:
        """Where it begins with its owner."""
        owners = [s.start for s in (self.organization, self.place) if s]
        return min([tokens[self.first].start, *owners])


def position_before(a: Analysis, tokens: Sequence[Token], end: int) -> Position | None:
    """The position whose head is the last token before the index `end`."""
    if not end:
        return None
    head, mention = tokens[end - 1], a.mention_at(tokens[end - 1].start)
    low = printed(head)
    if not is_word(head) or (mention and mention.type == "person"):
        return None
    if mention and mention.end > head.end:
        return None
    known = bare_position(low) or _scholar(tokens, end - 1)
    if known is None and not _may_be_position(a, tokens, end - 1):
        return None
    if known in words("relations"):
        return None
    first = _first(a, tokens, end - 1)
    owner = _owner(a, tokens, first, end)
    organization, place = _owner_slots(a, tokens, owner)
    return Position(first, end, organization, place, known is not None)


def _scholar(tokens: Sequence[Token], head: int) -> str | None:
    """`филология ғылымдарының кандидаты`: a degree, and nobody who stands for an office."""
    low = printed(tokens[head])
    after = bool(head) and printed(tokens[head - 1]) in words("sciences")
    return low if after and low in words("degrees") else None


def _may_be_position(a: Analysis, tokens: Sequence[Token], head: int) -> bool:
    """An unlisted noun with a possessive ending behind its owner: `университет түлегі`."""
    low = tokens[head].text.lower()
    bare = unpossessed(low) or ""
    if not low.islower() or not tokens[head].text[0].islower() or not head or len(bare) < _SHORTEST:
        return False
    if bare in words("relations") or bare in words("things") or low in words("stops"):
        return False
    owner = tokens[head - 1]
    mention = a.mention_at(owner.start)
    owned = (mention is not None and mention.type != "person") or case_of(owner.text) == "genitive"
    return owned and case_of(low) is None and low.endswith(tuple(words("standing")))


_SHORTEST = 4


def _first(a: Analysis, tokens: Sequence[Token], head: int) -> int:
    first = compound = _compound_start(tokens, head)
    while first and head - first < _MOST_ATTRIBUTES:
        token, low = tokens[first - 1], printed(tokens[first - 1])
        if low in words("attributes"):
            first -= 1
            continue
        pair = f"{printed(tokens[first - 2])} {low}" if first > 1 else low
        if pair in words("attributes"):  # `штаттан тыс`, `міндетін атқарушы`
            first -= 2
            continue
        if token.text == "," and _in_list(tokens, first - 1, head):
            first -= 1
            continue
        right = tokens[head if first == compound else first]
        if not _belongs(a, token, printed(right), tokens, head, first):
            break
        first -= 1
        if token.text[0].isupper() and not tokens[first + 1].text[0].isupper():
            break
    while first < head and tokens[first].text.lower() in words("epithets"):
        first += 1
    return first


def _compound_start(tokens: Sequence[Token], head: int) -> int:
    """`санитар дәрігер`, `мемлекет басшысы`: positions of two words that the lists hold whole."""
    if not head:
        return head
    left = tokens[head - 1].text.lower()
    right = tokens[head].text.lower()
    bare = bare_position(right) or right
    return head - 1 if is_compound(f"{left} {bare}") or is_compound(f"{left} {right}") else head


def _belongs(
    a: Analysis, token: Token, right: str, tokens: Sequence[Token], head: int, first: int
) -> bool:
    """Whether the word is an attribute of the possessed noun to its right."""
    low = token.text.lower()
    if a.mention_at(token.start) or token.text in CLOSING or _is_place(tokens, first - 1):
        return False
    if low in words("stops"):
        office = first > 1 and bare_position(printed(tokens[first - 2])) is not None
        joins = low in ("және", "мен") and not office  # `әкімі мен | министрдің орынбасары`
        return joins and _in_list(tokens, first - 1, head)
    if right in words("affairs") and token.text[0].isalpha():
        return True  # `Сыртқы істер министрінің орынбасары`
    if low in wordlist("names")["areas"] and is_institution(right):
        return True  # `облыстық мәслихат хатшысы`
    if not _governs(right, tokens, head):
        return False
    if case_of(low) == "accusative" and _is_object_of_field(tokens, first, head):
        return True
    if not stands_before_noun(token):
        return False
    if low in words("sciences"):
        return True
    if _is_country_of(tokens, first - 1):
        return False
    if is_institution(low) and is_possessed(low) and case_of(low) is None:
        return False  # `филиалы | төрағасының бірінші орынбасары`
    if case_of(low) == "genitive":
        return bare_position(nominative(low)) is not None
    if token.text[0].isupper() and low not in _LEADING and first - 1:
        return _is_portfolio(tokens, head)
    return not low.endswith(("лық", "лік", "дық", "дік", "тық", "тік", "дағы", "дегі")) or (
        low in words("attributes") or _is_portfolio(tokens, head)
    )


def _is_object_of_field(tokens: Sequence[Token], first: int, head: int) -> bool:
    """`Еңбек және халықты әлеуметтік қорғау министрі`: the object of the office's verbal noun."""
    field = [printed(t) for t in tokens[first:head]]
    return _is_portfolio(tokens, head) and any(x.endswith("у") for x in field)


_LEADING = frozenset({"бас", "аға", "бірінші"})


def _governs(right: str, tokens: Sequence[Token], head: int) -> bool:
    owned = is_possessed(right) and not is_whole(right)  # `әкімі | кәсіпорын директоры`
    return owned or _is_portfolio(tokens, head)


def _is_portfolio(tokens: Sequence[Token], head: int) -> bool:
    """`Ауыл шаруашылығы министрі`: the words before are the office's field."""
    office = tokens[max(0, head - _DEPUTY) : head + 1]
    return any(t.text.lower() in words("portfolio") for t in office)


_DEPUTY = 2  # words: `министрінің бірінші орынбасары`


def _in_list(tokens: Sequence[Token], comma: int, head: int) -> bool:
    """`Цифрлық даму, инновациялар және аэроғарыш өнеркәсібі министрі`"""
    between = [t.text.lower() for t in tokens[comma:head]]
    return _is_portfolio(tokens, head) and ("және" in between or between[0] in ("және", "мен"))


def _owner(a: Analysis, tokens: Sequence[Token], first: int, end: int) -> Mention | Token | None:
    """What stands right before the position and owns it; in `Ақорда Президент Тоқаевтың` nothing
    does.
    """
    at = first - 1
    while at >= 0 and tokens[at].text.lower() in words("epithets"):
        at -= 1
    if at < 0:
        return None
    token = tokens[at]
    mention = a.mention_at(token.start) or (
        a.mention_at(tokens[at - 1].start) if token.text in CLOSING and at else None
    )
    if mention:
        head = printed(tokens[end - 1])
        bare = (
            case_of(token.text) is None and bare_position(head) == head and not is_possessed(head)
        )
        owned = _owns(token) and not (bare and mention.type == "organization")
        return mention if mention.type != "person" and owned else None
    low = printed(token)
    if _is_country_of(tokens, at):
        return token
    owns = case_of(token.text) == "genitive" or (is_institution(low) and is_possessed(low))
    if _is_abbreviation(token) and is_possessed(printed(tokens[end - 1])):
        return token
    return token if _is_place(tokens, at) or (owns and is_word(token)) else None


def _is_abbreviation(token: Token) -> bool:
    """`ЛМУ жаттықтырушысы`: letters that stand for an institution that no list knows."""
    text = token.text
    letters = len(text) > 1 and text.isalpha() and text.isupper()
    return letters and text not in wordlist("names")["no_names"]


def _is_country_of(tokens: Sequence[Token], at: int) -> bool:
    """`Эстония Премьер-министрі`: what stands before is a country, known or not."""
    one = tokens[at].text
    leads = at + 1 < len(tokens) and printed(tokens[at + 1]) in words("of_a_country")
    return leads and one[0].isupper() and one[1:].islower() and case_of(one) is None


def _is_place(tokens: Sequence[Token], at: int) -> bool:
    """`Теңіз қаласы`: a noun for a place with a capital letter before it."""
    head = printed(tokens[at]) in words("place_heads")
    return head and at > 0 and tokens[at - 1].text[0].isupper()


def _owns(token: Token) -> bool:
    return case_of(token.text) in (None, "genitive") or token.text.isupper()


def _owner_slots(
    a: Analysis, tokens: Sequence[Token], owner: Mention | Token | None
) -> tuple[Slot | None, Slot | None]:
    if owner is None:
        return None, None
    if isinstance(owner, Mention):
        slot = Slot(owner.start, owner.end, owner.text, owner.name)
        if owner.type == "organization":
            return slot, None
        return None, slot
    at = tokens.index(owner)
    if _is_place(tokens, at):
        start = tokens[at - 1].start
        return None, a.slot(start, owner.end, f"{tokens[at - 1].text} {nominative(owner.text)}")
    if _is_country_of(tokens, at):
        return None, a.slot(owner.start, owner.end, owner.text)
    if _is_abbreviation(owner):
        return a.slot(owner.start, owner.end, owner.text), None
    bare = nominative(owner.text).lower()
    noun = next((x for x in (bare, *unpossessed_forms(bare)) if x in words("institutions")), None)
    if noun is None:
        return None, None
    first = tokens[whole_owner(a, tokens, at)]
    named_by = a.mention_at(first.start)
    whole = named_by is not None and named_by.end > tokens[at - 1].start  # `Dala компаниясының`
    if named_by and whole and named_by.type == "organization" and named_by.text.isascii():
        name: str | None = named_by.name
    else:
        name = _named_before(a, owner, noun) if first is owner else None
    return a.slot(first.start, owner.end, name or institution_name(a, first, owner.end)), None


def _named_before(a: Analysis, owner: Token, noun: str) -> str | None:
    """`компанияның` after «Қазақстан темір жолы» ҰК: the last organization with this noun, or the
    last firm.
    """
    before = [m for m in a.mentions if m.end <= owner.start and m.type == "organization"]
    alike = [m for m in before if noun[:5] in m.name.lower()]
    if not alike and noun in words("firms"):
        alike = [m for m in before if m.text[:1] in '«"“' or m.text != m.name]
    return alike[-1].name if alike else None


def position_of_several(
    a: Analysis, tokens: Sequence[Token], end: int
) -> tuple[Position, str] | None:
    """`депутаттары`, `облыс әкімдері`: the position in the plural whose head is the last token
    before `end`, and its name in the singular. What several institutions share belongs to none.
    """
    found = _PLURAL.fullmatch(printed(tokens[end - 1])) if end else None
    known = bare_position(found["stem"]) if found else None
    if found is None or known is None or known in words("relations"):
        return None
    first = _first(a, tokens, end - 1)
    organization, place = _owner_slots(a, tokens, _owner(a, tokens, first, end))
    owner = a.tokens_in(organization.start, organization.end) if organization else ()
    one = not owner or not is_plural(owner[-1])
    vowel = found["of"]
    tie = ("с" if found["stem"][-1] in _VOWELS else "") + vowel if vowel else ""
    before = [_small(t) for t in tokens[first : end - 1]]
    owned = before and not all(x in words("attributes") for x in before)
    name = " ".join([*before, found["stem"] + tie if owned else known])
    return Position(first, end, organization if one else None, place, True), name


_PLURAL = re.compile(r"(?P<stem>\w{2,40}?)(?:лар|лер|дар|дер|тар|тер)(?P<of>[ыі]?)")
_VOWELS = "аәеоөұүыіиуэюя"


def position_name(tokens: Sequence[Token], position: Position) -> str:
    """The position as a dictionary would print it: `төрағасы` -> `төраға`; a noun before it keeps
    the ending that ties them (`баспасөз хатшысы`).
    """
    lower = [_small(t) for t in tokens[position.first : position.last]]
    owned = position.organization is not None or position.place is not None
    bare = [x for x in lower if x not in words("attributes")]
    if owned and len(bare) > 1 and case_of(bare[0]) == "genitive":
        lower[lower.index(bare[0])] = _bare_genitive(bare[0])
    elif len(bare) == 1 or all(x.endswith(_ADJECTIVE) for x in bare[:-1]):
        lower[-1] = bare_position(lower[-1]) or unpossessed(lower[-1]) or lower[-1]
    return " ".join(lower).replace(" ,", ",")


_ADJECTIVE = ("лық", "лік", "дық", "дік", "тық", "тік")  # `мемлекеттік хатшысы`


def _small(token: Token) -> str:
    return token.text if token.text.isupper() and len(token.text) > 1 else printed(token)


def _bare_genitive(word: str) -> str:
    """`бастығының` -> `бастықтың`"""
    owned = nominative(word)
    bare = bare_position(owned) or unpossessed(owned)
    if bare is None or bare == owned:
        return word
    vowel = next((x for x in reversed(owned) if x in "ыі"), "і")
    return genitive(bare, vowel == "ы")
