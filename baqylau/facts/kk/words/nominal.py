"""Words of a Kazakh noun phrase. There is no tagger: endings and the lists of `positions.toml`
decide.

Comes in: tokens. Goes out: whether a word may stand in a noun phrase before its head, and where
such a phrase begins.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from baqylau.facts.analysis import Analysis
from baqylau.lang.kk import cases
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.positions import bare_position, unpossessed, unpossessed_forms, words
from baqylau.lang.kk.speakers import listed
from baqylau.lang.kk.stems import is_whole, stem
from baqylau.model.words import Token

OPENING, CLOSING = frozenset('«“„"'), frozenset('»”"')
_LONGEST_TITLE = 30  # words in marks
_ATTRIBUTIVE = (
    *("дағы", "дегі", "тағы", "тегі", "нғы", "нгі"),
    *("лық", "лік", "дық", "дік", "тық", "тік", "лы", "лі"),
)


def readings(token: Token) -> tuple[str, ...]:
    """What the word may be a form of: itself, without its case, without its possessive ending,
    without its plural, and its stem.
    """
    return _readings(printed(token))


@lru_cache(maxsize=20_000)
def _readings(low: str) -> tuple[str, ...]:
    bare = [low, nominative(_ATTRIBUTIVE_TAIL.sub("", low))]
    bare += [x for w in tuple(bare) for x in unpossessed_forms(w)]
    bare += [_PLURAL.sub("", x) for x in tuple(bare)]
    bare += [f"{x}ь" for x in tuple(bare) if x.endswith("л")]  # `фестивалі`
    return tuple(dict.fromkeys([*bare, stem(low)]))


_ATTRIBUTIVE_TAIL = re.compile(r"(?<=[дт][ае])(?:ғы|гі)$")
_PLURAL = re.compile(r"(?:лар|лер|дар|дер|тар|тер)$")


def is_plural(token: Token) -> bool:
    """`фестивальдер`, also with endings behind: a kind of things."""
    return _PLURAL_FORM.search(printed(token)) is not None


_PLURAL_FORM = re.compile(
    r"(?:лар|лер|дар|дер|тар|тер)(?:ы|і|ын|ін)?(?:[дн][ыі]ң?|ға|ге|а|е|н?да|н?де|[дн]ан|[дн]ен|мен)?$"
)


def is_form_of(token: Token, words: Collection[str]) -> bool:
    return any(r in words for r in readings(token))


def is_word(token: Token) -> bool:
    return token.text[0].isalpha()


def case_of(text: str) -> str | None:
    """The case of a word by its ending, None for the nominative; `кәсіпорын` only looks like an
    accusative.
    """
    case = "nominative" if is_whole(text.lower()) else cases.case_of(text)
    return None if case in ("nominative", "attributive") else case


def is_possessed(low: str) -> bool:
    """`әкімі`, also in a case: `әкімінің`; `жүргізуші` is a bare noun."""
    if any(bare_position(x) == x for x in unpossessed_forms(low)):
        return True  # `деканы` is no accusative
    bare = nominative(low)
    return unpossessed(bare) is not None and bare_position(bare) != bare


def is_verbal(low: str) -> bool:
    """A verb, a participle or a converb by its ending."""
    return low.endswith(tuple(words("verb_endings"))) and low not in words("no_verbs")


def stands_before_noun(token: Token) -> bool:
    """A small word that may be an attribute of the noun behind it: bare (`баспасөз хатшысы`), in
    the genitive (`қаланың әкімі`), or with `-дағы`, `-лық`.
    """
    low = printed(token)
    if not is_word(token) or low in words("stops"):
        return False
    if low.endswith(_ATTRIBUTIVE) or low in words("adjectives"):
        return True
    return case_of(low) in (None, "genitive") and not is_verbal(low)


def stands_as_adjective(low: str) -> bool:
    """An adjective by its ending or by the lists: `жергілікті`, `алдағы`, `ресми`."""
    listed_so = low in words("whole_nouns") or low in words("adjectives")
    return listed_so or low.endswith(_ATTRIBUTIVE)


def title_start(tokens: Sequence[Token], closing: int) -> int | None:
    """The index of the mark that opens the title which `closing` ends."""
    for i in range(closing - 1, max(-1, closing - _LONGEST_TITLE), -1):
        if tokens[i].text in OPENING:
            return i
    return None


def attributes_start(a: Analysis, tokens: Sequence[Token], head: int, most: int) -> int:
    """The index of the first of at most `most` attributes before the noun: small words, titles in
    marks, and names of institutions or places.
    """
    first = head
    while first and head - first < most:
        before = tokens[first - 1]
        if before.text in CLOSING:
            opened = title_start(tokens, first - 1)
            return opened if opened is not None else first
        mention = a.mention_at(before.start)
        if first > 1 and printed(before) in words("against") and not mention:
            if case_of(tokens[first - 2].text) != "dative":
                break
            first -= 2  # `жемқорлыққа қарсы іс-қимыл`
            continue
        if mention and mention.type != "person":
            start = next(i for i, t in enumerate(tokens) if t.end > mention.start)
            bare = first == head and not is_possessed(printed(tokens[head]))
            apart = bare and case_of(before.text) is None  # `АҚШ | келіссөз бұзылғанын`
            return start if _owns(before, tokens[first]) and not apart else first
        capital = first < head and tokens[first].text[0].isupper()
        if mention or capital or not stands_before_noun(before):
            break
        if not _joins(tokens, first - 1, first, head):
            break
        first -= 1
    return first


def _owns(owner: Token, owned: Token) -> bool:
    """`ҚР Қылмыстық кодексі`, `Қостанай әкімдігі`, `Білім министрлігі баспасөз қызметінің`; `Түркия
    үкіметаралық келісімге` does not.
    """
    if case_of(owner.text) == "genitive":
        return True
    short = owner.text.isupper() and len(owner.text) <= _ABBREVIATION
    low = printed(owned)
    served = low in words("services") and is_possessed(printed(owner))
    return case_of(owner.text) is None and (
        short or served or low in words("of_a_country_title") or is_possessed(low)
    )


_ABBREVIATION = 3


def _joins(tokens: Sequence[Token], at: int, right: int, head: int) -> bool:
    """Whether the word belongs to the noun phrase to its right. A genitive needs a possessed noun;
    a possessed or plural noun in the nominative ends a phrase of its own (`құрамасы | әлем
    чемпионатында`) unless a possessed noun follows (`бюджет тапшылығы мәселесі`).
    """
    low = printed(tokens[at])
    if stands_as_adjective(low):
        return True
    if case_of(low) == "genitive":
        return any(is_possessed(printed(t)) for t in tokens[right : head + 1])
    right_low = printed(tokens[right])
    if any(f"{low} {right_low}".startswith(pair) for pair in words("tied")):
        return True  # `тұрғын үй-коммуналдық`
    own_phrase = is_possessed(low) or _PLURAL.search(low) is not None
    if bare_position(low) == low and not (is_possessed(right_low) or _PLURAL.search(right_low)):
        own_phrase = True  # `спортшы | жартылай финалда`
    return not own_phrase or (is_possessed(right_low) and right_low not in words("whole_nouns"))


def printed(token: Token) -> str:
    """The word in small letters."""
    return token.text.lower()


def _has_own_name(a: Analysis, start: int) -> bool:
    """Whether a name begins here that is more than the word for an institution: `Басқарманың
    баспасөз қызметі` has a capital letter only as the first words of a sentence.
    """
    mention = a.mention_at(start)
    return mention is not None and mention.name.lower() not in listed("institutions")


def named(a: Analysis, start: int, end: int) -> str:
    """A phrase in the nominative, without the capital letter of a sentence's beginning; a name
    keeps its own.
    """
    head, space, last = _ATTRIBUTIVE_TAIL.sub("", a.text[start:end]).rpartition(" ")
    name = f"{head}{space}{nominative(last) if case_of(last) else last}"
    first = name.split()[0] if name.split() else ""
    if _has_own_name(a, start) or (len(first) > 1 and first[:2].isupper()) or first.isascii():
        return name
    return name[:1].lower() + name[1:]
