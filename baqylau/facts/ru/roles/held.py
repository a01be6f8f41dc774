"""Positions that a verb gives: `X занимает должность советника`, `X числился главой комитета`, `X
руководит ТОО «Нива»`.

Comes in: an `Analysis` and a person. Goes out: the words of the position (or the verb of leading
and its institution), and the rule.
"""

from baqylau.facts.analysis import Analysis
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Mention
from baqylau.model.words import Token

_BETWEEN = 5  # words between the name and its verb: `в настоящее время`
_OFFICE = 4  # words between the verb and the noun of the office
_MARKS = frozenset('«»"“”')


def held(a: Analysis, person: Mention) -> list[Token]:
    """The words of the position that the person holds by the verb behind the name; empty where the
    text says none.
    """
    words, at = _verb_behind(a, person)
    if at is None:
        return _since(a, words)
    data = wordlist("positions")
    if words[at].lemma in data["holding"]:
        posts = wordlist("appointments")["post"]
        near = range(at + 1, min(at + _OFFICE, len(words)))
        post = next((i for i in near if words[i].lemma in posts), None)
        head = _office(words, post, "Gen") if post is not None else None
    else:
        head = _office(words, at, "Ins") if words[at].lemma in data["being"] else None
    return _whole(a, words, head)


def _whole(a: Analysis, words: list[Token], head: int | None) -> list[Token]:
    """The words of the office; empty where they are a part of a list."""
    if head is None:
        return []
    end = _end(a, words, head)
    return [] if _is_list(words, end) else words[_first_attribute(words, head) : end]


def _since(a: Analysis, words: list[Token]) -> list[Token]:
    """`X с 1991 года президент фонда`: an office in the nominative behind the year."""
    since = wordlist("positions")["since"]
    if len(words) < _YEAR + 1 or words[0].text.lower() not in since:
        return []
    if not words[1].text.isdigit() or words[2].lemma != "год":
        return []
    return _whole(a, words, _office(words, _YEAR - 1, "Nom"))


_YEAR = 3  # words of `с 1991 года`


def led(a: Analysis, person: Mention) -> tuple[Token, Mention] | None:
    """`X руководит ТОО «Нива»`: the verb and the institution."""
    words, at = _verb_behind(a, person)
    if at is None or words[at].lemma not in wordlist("positions")["leading"]:
        return None
    for token in words[at + 1 : at + 4]:
        mention = a.mention_at(token.start)
        if mention and mention.type == "organization":
            return words[at], mention
        if token.text not in _MARKS and token.pos not in ("NOUN", "ADJ"):
            return None
    return None


def printed_as_named(person: Mention) -> bool:
    """Whether every printed word is a word of the nominative name."""
    return set(person.text.lower().split()) <= set(person.name.lower().split())


def _verb_behind(a: Analysis, person: Mention) -> tuple[list[Token], int | None]:
    """The words behind the name, and the index of the verb whose subject it is."""
    own = a.tokens_in(person.start, person.end)
    sentence = a.words(a.sentence_at(person.start))
    before = [t for t in sentence if t.end <= person.start]
    words = [t for t in sentence if t.start >= person.end]
    subject = printed_as_named(person) and any(t.feats.get("Case", "Nom") == "Nom" for t in own)
    if not subject or (before and before[-1].pos == "ADP"):
        return words, None
    for i, token in enumerate(words[: _BETWEEN + 1]):
        if token.pos in ("VERB", "AUX"):
            finite = token.feats.get("VerbForm") == "Fin" and token.feats.get("Tense") != "Fut"
            denied = i and words[i - 1].text.lower() == "не"
            return words, i if finite and not denied else None
        if token.pos in ("PUNCT", "SCONJ", "CCONJ") or a.mention_at(token.start):
            return words, None
    return words, None


def _office(words: list[Token], at: int, case: str) -> int | None:
    """The index of the first office behind `at` in this case; only adjectives stand between."""
    for i in range(at + 1, min(at + _OFFICE, len(words))):
        token = words[i]
        if token.pos in ("NOUN", "PROPN"):
            return i if is_position(token.lemma) and token.feats.get("Case") == case else None
        if token.pos not in ("ADJ", "ADV"):
            return None
    return None


def _first_attribute(words: list[Token], head: int) -> int:
    first = head
    while first and words[first - 1].pos == "ADJ":
        first -= 1
    return first


def _end(a: Analysis, words: list[Token], head: int) -> int:
    """The index behind the genitives and the institution of the office."""
    end = head + 1
    while end < len(words):
        mention = a.mention_at(words[end].start)
        named = mention is not None and mention.type in ("organization", "place")
        if not named and not (
            words[end].pos in ("NOUN", "ADJ", "PROPN") and words[end].feats.get("Case") == "Gen"
        ):
            break
        end += 1
    return end


def _is_list(words: list[Token], end: int) -> bool:
    """`лауреат премий А, Б и В`: behind the comma the list goes on, and a part of it is no
    position.
    """
    rest = words[end : end + 2]
    return len(rest) > 1 and rest[0].text == "," and rest[1].feats.get("Case") == "Gen"
