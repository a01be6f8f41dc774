"""Descriptors, the words before an organization's name that say what it is: `немецкий концерн`
before «Фольксваген», `японский` before МИД.

Comes in: the words and an organization. Goes out: a slot with the words right before its name that
say what it is, or whose it is; the slot's `name` is their nominative.
"""

from collections.abc import Sequence
from functools import cache

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.nominative import phrase
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Slot
from baqylau.model.words import Token

_OPEN = frozenset('«“"„')
_OWNERS = (
    "ский",
    "цкий",
)  # adjectives of countries and cities need no noun for the kind


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(wordlist("organizations")[key])


def descriptor(text: str, tokens: Sequence[Token], begin: int, candidate: Candidate) -> Slot | None:
    """`begin` is the first token of the sentence."""
    marked = candidate.first > begin and tokens[candidate.first - 1].text in _OPEN
    last = candidate.first - 1 if marked else candidate.first
    head = _kind(tokens, begin, last, None if marked else tokens[candidate.first])
    first = _adjectives(tokens, begin, head, tokens[head], alone=head == last)
    if first == last:
        return None
    start, end = tokens[first].start, tokens[last - 1].end
    return Slot(start, end, text[start:end], _lowered(phrase(tokens[first:last], text)))


def _kind(tokens: Sequence[Token], begin: int, last: int, name: Token | None) -> int:
    """The index where the noun for the kind begins: `компании`, `группы компаний`; `last` where
    there is none. `name` is the word behind it, if that stands outside marks.
    """
    at = last - 1
    if (
        at < begin
        or not is_kind(tokens[at].lemma)
        or (name is not None and not _apposed(tokens[at], name))
    ):
        return last
    if tokens[at].feats.get("Number") == "Plur":
        return at - 1 if at > begin and tokens[at - 1].lemma == "группа" else last
    return at


@cache
def is_kind(lemma: str) -> bool:
    """`компания`, `медиакомпания`, `интернет-издание`; `суд` and `министерство` are no kinds: these
    words belong to the name.
    """
    return lemma.rsplit("-", 1)[-1] in _list("kinds") or lemma.endswith(("компания", "агентство"))


def _apposed(kind: Token, name: Token) -> bool:
    """Whether the kind's noun may describe the name: a name with cases must stand in the same case.
    `команде Спартак` may be a descriptor; `отделении Сбербанка` and `сайт KASE` belong to the
    organization and are none.
    """
    if kind.lemma.rsplit("-", 1)[-1] in _list("owned") and "." not in name.text:
        return False
    case = name.feats.get("Case")
    declined = not (
        name.text.isascii() or name.text.isupper() or any(c.isupper() for c in name.text[1:])
    )
    return kind.end < name.start and (
        not declined or case is None or case in (kind.feats.get("Case"), "Nom")
    )


def _adjectives(
    tokens: Sequence[Token], begin: int, head: int, agreeing: Token, alone: bool
) -> int:
    """The index of the first adjective that describes the kind: `социальной` сети, but not `новой`.
    Adjectives alone before a name must say whose it is.
    """
    first = head
    any_kind = not alone or (
        agreeing.pos == "NOUN" and agreeing.text.islower()
    )  # шахматная федерация Израиля
    while (
        first > begin
        and tokens[first - 1].pos == "ADJ"
        and tokens[first - 1].lemma not in _list("passing")
    ):
        word = tokens[first - 1]
        if word.feats.get("Case") != agreeing.feats.get("Case", word.feats.get("Case")) or not (
            any_kind or word.lemma.endswith(_OWNERS)
        ):
            break
        first -= 1
    return first


def _lowered(name: str) -> str:
    """The descriptor in small letters: it is a common noun, and a capital letter only begins the
    sentence.
    """
    return name[:1].lower() + name[1:]
