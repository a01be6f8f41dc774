"""The name of an institution that speaks or is cited: for `ведомство` the ministry named before,
for `газета Financial Times` its own name.

Comes in: an `Analysis` and a `SpeakerMention`. Goes out: a canonical name, or the phrase in the
nominative where no institution is named.
"""

from bisect import bisect_left
from collections.abc import Container, Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.phrase_ends import phrase_end
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Mention
from baqylau.model.words import Token

_MEMORY = 300
"""How many mentions before the place are searched."""
_ALIKE = 5
"""How many letters a common noun shares with the name that it stands for: `министерство` and
Министерство юстиции, `компания` and … компания.
"""


def institution(
    a: Analysis, speaker_mention: SpeakerMention, recent_speakers: Sequence[tuple[int, str]] = ()
) -> str:
    """The canonical name of the institution that these words name. `recent_speakers` are the
    institutions that spoke before, with their offsets, latest first.
    """
    mention = speaker_mention.mention
    if mention and (
        mention.start <= speaker_mention.head.start or speaker_mention.head.lemma in listed("kinds")
    ):
        return mention.name + _region_behind(a, mention)
    words = (
        [t for t in speaker_mention.words if t.text not in '«»"“”„']
        if mention is None
        else list(speaker_mention.words)
    )
    owned_nouns = (*listed("press_offices"), *listed("owned"))
    if len(words) == 1 and speaker_mention.head.lemma in owned_nouns:
        owned = _press_office_before(a, speaker_mention.head)
        if owned:
            return owned
    if len(words) == 1:
        return _named_before(a, speaker_mention.head, recent_speakers) or (
            speaker_mention.head.text
            if speaker_mention.head.text.isupper()
            else speaker_mention.head.lemma
        )
    return small(nominative(words, a.text))


def _region_behind(a: Analysis, mention: Mention) -> str:
    """` по Омской области` behind `УМВД`: the letters name the office of one region."""
    behind = a.tokens_in(mention.end, mention.end + _REGION)
    place = next((a.mention_at(t.start) for t in behind[1:3] if t.text[0].isupper()), None)
    if (
        not mention.text.split()[0].isupper()
        or len(mention.text) < _ABBREVIATION
        or not behind
        or behind[0].text != "по"
        or place is None
        or place.type != "place"
        or behind[1].feats.get("Case") != "Dat"
    ):
        return ""
    return a.text[mention.end : place.end]


_REGION = 40  # characters of ` по ` and the beginning of a region
_ABBREVIATION = 2  # letters


def _press_office_before(a: Analysis, head: Token) -> str | None:
    """`в пресс-службе` after `сообщает пресс-служба полиции`: the press service with its owner."""
    for token in reversed(a.tokens_in(max(0, head.start - _REMEMBERED), head.start)):
        if token.lemma != head.lemma:
            continue
        named = a.mention_at(token.start)
        if named and named.type == "organization" and named.start == token.start:
            if " " in named.name:
                return small(named.name)
            continue
        words = a.words(a.sentence_at(token.start))
        at = next(i for i, t in enumerate(words) if t.start == token.start)
        end = phrase_end(a, words, at)
        if end > at + 1:
            return small(nominative([t for t in words[at:end] if t.text not in _MARKS], a.text))
    return None


_REMEMBERED = 3_000  # characters back to a press service with its owner


def _named_before(
    a: Analysis, head: Token, recent_speakers: Sequence[tuple[int, str]]
) -> str | None:
    """`ведомство`, `компания`: the last institution named before; one whose name contains the
    beginning of this word has priority.
    """
    if head.lemma in listed("unresolved"):
        return None
    last = bisect_left(a.mentions, head.start, key=lambda m: m.start)
    before = [
        m
        for m in a.mentions[max(0, last - _MEMORY) : last]
        if m.type == "organization" and m.end <= head.start
    ]
    before = [
        m
        for m in before
        if m.text not in listed("never") and not _stands_behind(a, m, listed("things"))
    ]
    if head.lemma in listed("newsrooms"):
        news = [m for m in before if head.lemma in listed("websites") or "." not in m.name]
        foreign = [m for m in news if m.name.isascii() or _is_newsroom(m) or _relays_news(a, m)]
        known = [m for m in foreign if not m.name.isascii() or _relays_news(a, m)]
        if foreign or head.lemma not in listed("offices_too"):
            return (known or foreign)[-1].name if foreign else None
    firms = [m for m in before if _stands_behind(a, m, listed("firms"))]
    before = [m for m in before if not _is_newsroom(m) or m in firms]
    if head.lemma in listed("firms") and firms:
        return firms[-1].name
    alike = [m for m in before if head.lemma[:_ALIKE] in m.name.lower()]
    if alike:
        return alike[-1].name
    if head.lemma not in listed("general"):
        return None
    offices = before
    if head.lemma in listed("offices"):
        offices = [m for m in before if not (m.name.isascii() or m in firms or _is_firm(m))]
    named = offices[-1] if offices else None
    at, recent = next(((at, name) for at, name in recent_speakers if " " in name), (-1, None))
    return (
        recent if recent and (named is None or at > named.start) else named.name if named else None
    )


def _is_firm(mention: Mention) -> bool:
    """`ТОО «Ломбард»` is no `ведомство`."""
    return mention.text.split(maxsplit=1)[0] in wordlist("organizations")["legal"]


def _stands_behind(a: Analysis, mention: Mention, nouns: Container[str]) -> bool:
    """`под брендом X`, `холдинг «X»`: one of these nouns stands before the name or begins it."""
    before = [
        t
        for t in a.tokens_in(max(0, mention.start - _NOUN_BEFORE), mention.start)
        if t.text not in _MARKS
    ]
    own = a.tokens_in(mention.start, mention.end)
    return bool(before and before[-1].lemma in nouns) or bool(
        len(own) > 1 and own[0].lemma in nouns
    )


def _relays_news(a: Analysis, mention: Mention) -> bool:
    """`пишет «Степной вестник»`, `газета «X»`: the text shows that the name is a newsroom."""
    before = [
        t
        for t in a.tokens_in(max(0, mention.start - _NOUN_BEFORE), mention.start)
        if t.text not in _MARKS
    ]
    return bool(before) and (
        before[-1].lemma in listed("newsrooms")
        or before[-1].lemma in wordlist("attribution")["relay"]
    )


_MARKS = frozenset('«»"“”„')
_NOUN_BEFORE = 30  # characters


def _is_newsroom(mention: Mention) -> bool:
    """Whether the name is a domain or a news agency: these report on firms and offices, and
    `компания` or `ведомство` does not mean them.
    """
    name = mention.name.lower()
    return (name.isascii() and "." in name) or any(x in name for x in listed("agencies"))
