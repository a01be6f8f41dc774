"""Social networks as sources of a Kazakh text: `министрліктің Telegram арнасында`, `Facebook
парақшасында`, `«Біздің аула» Telegram арнасы`.

Comes in: an `Analysis` and a sentence. Goes out: `Attribution`s of the layer `social`, whose source
is the channel's name, its owner, or the network.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.attribution import attribution
from baqylau.facts.kk.attribution.sources import cues, listed, meant
from baqylau.facts.kk.words.nominal import (
    CLOSING,
    OPENING,
    attributes_start,
    case_of,
    is_form_of,
    named,
    title_start,
)
from baqylau.model.fact import Attribution, Slot
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token

_MOST_BETWEEN = 2  # `Instagram әлеуметтік желісіндегі`


def networks(a: Analysis, sentence: Sentence) -> Iterator[Attribution]:
    """Of `Instagram желісіндегі Almatygram парақшасында` only the page."""
    found = list(_pages(a, sentence))
    for fact, following in pairwise([*found, None]):
        general = fact is not None and fact.source.text.lower() in cues().networks
        if fact and not (general and following and following.start - fact.end < _TOGETHER):
            yield fact


_TOGETHER = 4  # characters


def _pages(a: Analysis, sentence: Sentence) -> Iterator[Attribution]:
    if _carrier().search(a.text, sentence.start, sentence.end) is None:
        return
    words = a.words(sentence)
    for at, token in enumerate(words):
        carrier = is_form_of(token, listed("carriers"))
        glued = _glued(token)
        if not carrier and not glued:
            continue
        if token.text.lower() in listed("carriers"):
            continue  # `Instagram-да аккаунт ашып`
        network = glued or _network_before(words, at)
        page = None if _is_broadcaster(a, sentence, token) else _latin_name(words, at)
        titled = None if network or page else _titled_page(a, sentence, words, at)
        if titled:
            yield attribution(a, Span(titled.start, token.end), titled, "social", "kk.social", 0.78)
        if network is None and page is None:
            continue
        end = token.end
        first = at - 1 if not glued and network and network is not token else at
        source, start = _source(a, words, first, network or token, page)
        yield attribution(a, Span(start, end), source, "social", "kk.social", 0.78)


def _is_broadcaster(a: Analysis, sentence: Sentence, token: Token) -> bool:
    """`HBO арнасының`: a channel of television, where the sentence names no network."""
    broadcasts = is_form_of(token, listed("broadcasters"))
    return broadcasts and _network().search(a.text, sentence.start, sentence.end) is None


@cache
def _carrier() -> re.Pattern[str]:
    return re.compile("|".join(listed("carriers")), re.IGNORECASE)


@cache
def _network() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, cues().networks), key=len, reverse=True))
    return re.compile(rf"(?<!\w)({names})(?:-\w{{1,12}}|[дт][ае](?:ғы|гі)?)?(?!\w)", re.IGNORECASE)


def _glued(token: Token) -> Token | None:
    """`Telegram-каналында`, `Telegram-арнасы`; an `инстаграм-блогер` is a person."""
    name, hyphen, noun = token.text.partition("-")
    if not hyphen or name.lower() not in cues().networks:
        return None
    bare = Token(token.start + len(name) + 1, token.end, noun, noun.lower(), "X", token.feats)
    return token if noun and is_form_of(bare, listed("carriers")) else None


def _network_before(words: Sequence[Token], at: int) -> Token | None:
    for i in range(at - 1, max(-1, at - 2 - _MOST_BETWEEN), -1):
        if words[i].text in CLOSING | OPENING | {"-", "–"}:
            continue
        if _network().fullmatch(words[i].text):
            return words[i]
        if not words[i].text[0].islower():
            return None
    return None


def _titled_page(a: Analysis, sentence: Sentence, words: Sequence[Token], at: int) -> Slot | None:
    """`ВКонтакте желісіндегі «Қазақ боксы» аккаунтында`: the page's name in marks, where the
    sentence names a network.
    """
    before = words[at - 1] if at else None
    opened = title_start(words, at - 1) if before and before.text in CLOSING else None
    known = _network().search(a.text, sentence.start, sentence.end) is not None
    if opened is None or not known or opened + 1 >= at - 1:
        return None
    return a.slot(words[opened + 1].start, words[at - 2].end)


def _latin_name(words: Sequence[Token], at: int) -> Token | None:
    """`Almatygggram парақшасында`: a page by its own name."""
    token = words[at - 1] if at else None
    if token is None or is_form_of(words[at], _NETWORK_NOUNS):
        return None
    latin = token.text.isascii() and token.text[0].isalpha()
    return token if latin and not _network().fullmatch(token.text) else None


_NETWORK_NOUNS = ("желі",)  # a network and no page of it


def _source(
    a: Analysis, words: Sequence[Token], first: int, network: Token, page: Token | None
) -> tuple[Slot, int]:
    """The page's own name, the title in marks before it, its owner in the genitive, or the network,
    with the offset where it begins.
    """
    if page is not None:
        return a.slot(page.start, page.end, page.text), page.start
    while first and words[first].start > network.start:
        first -= 1
    in_marks = first and words[first - 1].text in OPENING and words[first + 1].text in CLOSING
    at = first - 1 if in_marks else first
    before = words[at - 1] if at else None
    if before is not None and before.text in CLOSING:
        opened = title_start(words, at - 1)
        if opened is not None:
            inside = words[opened + 1 : at - 1]
            if inside:
                return a.slot(inside[0].start, inside[-1].end), words[opened].start
    if before is not None and _is_office_owner(before):
        start = attributes_start(a, words, at - 1, 4)
        owner = words[start:at]
        mention = a.mention_at(owner[-1].start)
        whole = mention is not None and mention.type == "organization"
        name = mention.name if mention and whole else named(a, owner[0].start, owner[-1].end)
        name = meant(a, owner[0], name) if len(owner) == 1 and mention is None else name
        return a.slot(owner[0].start, owner[-1].end, name), owner[0].start
    known = _network().match(network.text)
    text = known[1] if known else network.text.partition("-")[0]
    name_end = network.start + len(text)
    return Slot(network.start, name_end, text, text), network.start


def _is_office_owner(token: Token) -> bool:
    return case_of(token.text) in ("genitive", None) and is_form_of(token, cues().official)
