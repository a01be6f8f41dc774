"""Institutions: a head such as `министерство`, the adjectives before it, and the chain of genitives
behind it.

Comes in: tokens and one sentence. Goes out: candidates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.positions import group
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Sentence, Token

_LONGEST_TAIL = 12  # words of an institution's name after its head


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(wordlist("organizations")[key])


def institutions(
    tokens: Sequence[Token], sentence: Sentence, persons: set[int]
) -> Iterator[Candidate]:
    for i in range(sentence.first, sentence.last):
        token = tokens[i]
        if (
            token.lemma not in _list("heads")
            or token.pos not in ("NOUN", "PROPN")
            or is_lot(tokens, i)
        ):
            continue
        first = _with_adjectives(tokens, i, sentence.first, persons)
        last = _tail(tokens, i + 1, sentence.last, persons)
        capital = tokens[first].text[0].isupper() and (first > sentence.first or last > i + 1)
        if capital or (token.lemma in _list("lower_heads") and last > i + 1):
            yield Candidate("organization", first, last)


def is_lot(tokens: Sequence[Token], at: int) -> bool:
    """`Пробная партия вакцины`: goods, and no party."""
    return (
        0 < at < len(tokens)
        and tokens[at].lemma == "партия"
        and tokens[at - 1].lemma in _list("lots")
    )


def _with_adjectives(tokens: Sequence[Token], head: int, begin: int, persons: set[int]) -> int:
    """The adjectives before the head, from the first with a capital letter on: Специализированный
    межрайонный суд.
    """
    first = at = head
    while at > begin and tokens[at - 1].pos == "ADJ" and at - 1 not in persons:
        at -= 1
        named = tokens[at].text[0].isupper() or tokens[at].lemma in _list("parting")
        first = at if named else first
    return first


def _tail(tokens: Sequence[Token], at: int, end: int, persons: set[int]) -> int:
    """The index where the head's chain of genitives ends: `пассажирского транспорта и автодорог`,
    `по денежно-кредитной политике`.
    """
    last, wanted = at, {"Gen"}
    for i in range(at, min(at + _LONGEST_TAIL, end)):
        token = tokens[i]
        if i in persons:
            break
        if (token.text == "№" and i == at) or (token.text.isdigit() and tokens[i - 1].text == "№"):
            last = i + 1  # поликлиника № 5
        elif token.text == "по" and i == at:
            wanted = {"Dat", "Gen"}
        elif token.text == "при":
            wanted = {"Loc", "Gen"}  # при прокуратуре Алматы
        elif token.text == "по" and _is_matter(tokens, i, end):
            wanted = {"Dat", "Gen"}  # Агентство Республики Казахстан по делам молодёжи
        elif token.text in _COUNTRIES:
            if not _is_matter(tokens, i + 1, end):
                return i + 1
            last = i + 1
        elif token.text in ("и", ",") and i > at:
            if not _continues(tokens, i + 1, end, wanted, comma=token.text == ","):
                break
        elif i > at and tokens[i - 1].lemma in _NAMED_BY_NEXT and token.text[0].isupper():
            last = i + 1
        elif token.pos in ("NOUN", "PROPN", "ADJ") and (
            token.feats.get("Case") in wanted or token.text.isupper()
        ):
            last = i + 1 if token.pos != "ADJ" else last
        else:
            break
    return last


_COUNTRIES = frozenset({"РК", "КР", "РФ", "РУз", "ООН"})


def _is_matter(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether at `at`, behind a country, stands `по` with what an office deals with: `по делам
    молодёжи`; `по словам` and `по итогам` begin something else.
    """
    if at + 1 >= end or tokens[at].text != "по":
        return False
    owner = tokens[at - 1].text in _COUNTRIES or tokens[at - 1].lemma in _list("countries")
    what = tokens[at + 1]
    return (
        owner
        and what.text.islower()
        and what.pos in ("NOUN", "ADJ")
        and what.feats.get("Case") == "Dat"
        and what.lemma not in _list("not_matters")
    )


_NAMED_BY_NEXT = frozenset(
    {"республика", "область", "город", "район"}
)  # Республики Казахстан, области Абай


def _continues(tokens: Sequence[Token], at: int, end: int, wanted: set[str], comma: bool) -> bool:
    """Whether the chain continues after `и` or a comma: only in the same case and in lower case; a
    comma also needs an `и` later.
    """
    if at >= end or tokens[at].text[0].isupper():
        return False
    if any(_is_office(t) for t in tokens[at : min(at + 2, end)]):
        return False  # `руководитель службы и | первый замдиректор`
    fits = tokens[at].pos in ("NOUN", "ADJ") and tokens[at].feats.get("Case") in wanted
    return fits and (not comma or any(t.text == "и" for t in tokens[at : min(at + 4, end)]))


def _is_office(token: Token) -> bool:
    return token.feats.get("Number") == "Sing" and group(token.lemma) == "leader"


def in_honour(candidate: Candidate, tokens: Sequence[Token], persons: set[int]) -> Candidate:
    """`КазНУ имени аль-Фараби`, `театр им. Ауэзова`: the person after whom an organization is named
    belongs to its name.
    """
    last = candidate.last - (tokens[candidate.last - 1].text == "им")
    if (
        candidate.kind != "organization"
        or last >= len(tokens)
        or tokens[last].text not in ("имени", "им")
    ):
        return candidate
    at = last + 1 + (last + 1 < len(tokens) and tokens[last + 1].text == ".")
    end = at
    while end < len(tokens) and (
        end in persons
        or tokens[end].text[0].isupper()
        or (tokens[end].text == "и" and end > at and end + 1 in persons)
    ):
        end += 1
    return replace(candidate, last=end, name=None) if end > at else replace(candidate, last=last)
