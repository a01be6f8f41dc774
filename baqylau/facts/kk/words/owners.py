"""The whole name of an institution that owns a position and is named by a common noun:
`"Дала" партиясы Жамбыл облыстық филиалының`, `экономика және бюджет басқармасының`.

Comes in: the tokens of a sentence and the index of the noun. Goes out: the index where the name
begins.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.kk.words.nominal import (
    CLOSING,
    attributes_start,
    case_of,
    is_possessed,
    named,
    printed,
    stands_before_noun,
)
from baqylau.facts.kk.words.nominal import title_start as marks_start
from baqylau.facts.kk.words.titles import title_start
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.positions import unpossessed_forms, words
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.words import Token

_MOST = 6  # words before the noun


def is_institution(low: str) -> bool:
    """Whether the word, in any form, is a common noun for an institution."""
    bare = nominative(low)
    return any(x in words("institutions") for x in (bare, *unpossessed_forms(bare)))


def institution_name(a: Analysis, first: Token, end: int) -> str:
    """The nominative; a capital letter inside a sentence is that of a name: `бұл туралы
    Жемқорлыққа қарсы қызметтің`.
    """
    name = named(a, first.start, end)
    begins = first.start == a.sentence_at(first.start).start
    return name if begins else first.text[0] + name[1:]


def whole_owner(a: Analysis, tokens: Sequence[Token], at: int) -> int:
    """Where the institution begins, over what two nouns share (`экономика және бюджет
    басқармасының`), the object of its verbal noun (`өнерді дамыту ұйымының`), its region and the
    institution that it is a part of.
    """
    first = attributes_start(a, tokens, at, _MOST)
    while first > 1:
        before = tokens[first - 2]
        joined = printed(tokens[first - 1]) in words("joining")
        whose = printed(tokens[first]).endswith("у") and case_of(tokens[first - 1].text)
        if a.mention_at(before.start) or not stands_before_noun(
            tokens[first - 2 if joined else first]
        ):
            break
        if joined:
            first = attributes_start(a, tokens, first - 2, _MOST)
        elif whose == "accusative":
            first = attributes_start(a, tokens, first - 1, _MOST)
        else:
            break
    first = _with_field(a, tokens, first)
    return _of_which(a, tokens, _in_regions(a, tokens, first))


def _with_field(a: Analysis, tokens: Sequence[Token], first: int) -> int:
    """`апатты тергеу жөніндегі | комиссияның`, `Media | Group компаниясының`."""
    if first and printed(tokens[first - 1]) in wordlist("documents")["words"]["about"]:
        field = title_start(a, tokens, first - 1)
        return field if field < first - 1 else first
    while first and _is_latin(tokens[first]) and _is_latin(tokens[first - 1]):
        first -= 1
    return first


def _is_latin(token: Token) -> bool:
    return token.text.isascii() and token.text[0].isupper()


def _in_regions(a: Analysis, tokens: Sequence[Token], first: int) -> int:
    """`Астана және Ақмола облыстық филиалының`: the places before the word for their kind."""
    if a.mention_at(tokens[first].start) is None:
        place = _place_before(a, tokens, first)
        if place is None or not printed(tokens[first]).endswith(_OF_A_REGION):
            return first
        first = place
    while first > 1 and printed(tokens[first - 1]) in (*words("joining"), ","):
        place = _place_before(a, tokens, first - 1)
        if place is None:
            break
        first = place
    return first


def _place_before(a: Analysis, tokens: Sequence[Token], at: int) -> int | None:
    """The index of the first word of the place that ends right before `at`, in the nominative."""
    place = a.mention_at(tokens[at - 1].start) if at else None
    if place is None or place.type != "place" or case_of(tokens[at - 1].text):
        return None
    return next(i for i, t in enumerate(tokens) if t.end > place.start)


_OF_A_REGION = ("лық", "лік", "дық", "дік", "тық", "тік")


def _of_which(a: Analysis, tokens: Sequence[Token], first: int) -> int:
    """`"Дала" партиясы | облыстық филиалының`, `Қауымдастықтың | облыстық филиалының`: the
    institution with a name of which the one that begins at `first` is a part.
    """
    if not first:
        return first
    at, last = first - 1, tokens[first - 1]
    mention = a.mention_at(last.start)
    if mention and mention.type == "organization" and case_of(last.text) in (None, "genitive"):
        start = next(i for i, t in enumerate(tokens) if t.end > mention.start)
        return start if case_of(last.text) or is_possessed(printed(last)) else first
    low = printed(last)
    if mention or not (is_institution(low) and is_possessed(low)):
        return first
    if case_of(low) not in (None, "genitive") or not at:
        return first
    if tokens[at - 1].text in CLOSING:
        opened = marks_start(tokens, at - 1)
        return first if opened is None else opened
    before = a.mention_at(tokens[at - 1].start)
    if before is None or before.type != "organization":
        return first
    return next(i for i, t in enumerate(tokens) if t.end > before.start)
