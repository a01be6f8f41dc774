"""What kind of organization a name belongs to: `немецкий концерн` before «Фольксваген», `японский`
before МИД.

Comes in: the words and an organization. Goes out: the words right before its name that tell what it
is, or whose; the nominative is their name.
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
)  # adjectives of countries and cities tell whose an organization is, even without a kind


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
    """Where the kind's noun stands: `компании`, `группы компаний`; `last` where there is none.
    `name` is the word behind it outside marks.
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
    """`компания`, `медиакомпания`, `интернет-издание`; a court or a ministry is no kind: its word
    belongs to its name.
    """
    return lemma.rsplit("-", 1)[-1] in _list("kinds") or lemma.endswith(("компания", "агентство"))


def _apposed(kind: Token, name: Token) -> bool:
    """A name with cases shares its kind's: `команде Спартак` may be, `отделении Сбербанка` owns and
    is none, nor is `сайт KASE`.
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
    """Where the adjectives that tell the kind begin: `социальной` сети, not `новой`. Alone before a
    name they must tell whose it is.
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
    """A kind is a common noun, a capital letter only begins its sentence."""
    return name[:1].lower() + name[1:]
