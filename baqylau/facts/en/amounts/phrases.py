"""The noun phrases around an English amount. Comes in: an `Analysis` and the words behind or before
it. Goes out: a slot with the phrase, without its article, or None.
"""

from collections.abc import Sequence
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.amounts.counted import is_plural
from baqylau.lang.en.wordlists import wordlist
from baqylau.model.fact import Slot
from baqylau.model.words import Token

_LONGEST = 8  # words of a thing


def phrase_behind(a: Analysis, words: Sequence[Token]) -> Slot | None:
    """The noun phrase that begins there, without its article, to the first word that ends it."""
    lists, stops = wordlist("amounts")["of"], wordlist("amounts")["names"]["stops"]
    first = 0
    while first < len(words) and words[first].text.lower() in lists["determiners"]:
        first += 1
    last = first
    while last < len(words) and last - first < _LONGEST and _in_phrase(words, first, last):
        low = words[last].text.lower()
        inside = last > first and words[last - 1].text.lower() == "of"
        article = inside and low in lists["determiners"]
        acts = last > first and (low.endswith("ed") or _is_verb(words, last, lists))
        if (
            acts
            or (low in stops and low != "of" and not article)
            or low in lists["links"]
            or low in lists["auxiliaries"]
            or low in lists["reflexives"]
        ):
            break
        last += 1
    while last > first and words[last - 1].text.lower() in ("of", "the"):
        last -= 1
    if last == first or words[first].text.lower() in lists["pronouns"]:
        return None
    return a.slot(words[first].start, words[last - 1].end)


def _in_phrase(words: Sequence[Token], first: int, i: int) -> bool:
    """A word, or the ’s between two: `the farm’s tax payments`."""
    owned = first < i < len(words) - 1 and words[i].text in ("’s", "'s")
    return words[i].text[0].isalpha() or (owned and words[i + 1].text[0].isalpha())


def _is_verb(words: Sequence[Token], i: int, lists: dict[str, list[str]]) -> bool:
    """`half of the drivers carry a spare`: behind a plural, and before an article."""
    low = words[i].text.lower()
    behind = words[i + 1].text.lower() if i + 1 < len(words) else ""
    return (
        is_plural(words[i - 1].text.lower())
        and not is_plural(low)
        and (behind in lists["determiners"])
    )


def phrase_ending(
    a: Analysis,
    words: Sequence[Token],
    lists: dict[str, list[str]],
    most: int = _LONGEST,
    subject: bool = False,
) -> Slot | None:
    """The noun phrase that ends with these words; `subject` says that a verb follows them."""
    first = len(words)
    while first and len(words) - first < most:
        low = words[first - 1].text.lower()
        if not words[first - 1].text[0].isalnum() and low not in ("-", "’s", "'s"):
            break
        link = low in lists["links"] and not _is_noun_too(words, first - 1, lists)
        pair = low == "and" and _is_pair(words, first - 1)
        if link or (low in lists["clause"] and not pair) or _acts_of(a, words, first - 1):
            break
        if low in lists["determiners"] and _opens_phrase(words, first - 1):
            break
        if low in lists["ends"] and not (subject and _goes_on(words, first - 1, lists)):
            first += low in lists["modals"] and len(words) - first > 1
            break
        if low in _acting():
            break
        first -= 1
    while first < len(words) and words[first].text.lower() in lists["determiners"]:
        first += 1
    if first == len(words) or words[first].text.lower() in lists["pronouns"]:
        return None
    if words[first].text.lower() in lists["never_first"]:
        return None
    words = _without_verb(words, first)
    if _is_person(a, words[-1]):
        return None
    if words[first].text in ("’s", "'s") or words[first].text.endswith("ing"):
        first += words[first].pos == "VERB" and len(words) > first + 1
    amount = words[first].text[:3].isupper() and words[first].text[3:4].isdigit()  # KZT7bn
    if (
        amount
        or words[first].text[0].isdigit()
        or (len(words) == first + 1 and words[first].pos == "VERB")
    ):
        return None
    last = words[-1].text.lower()
    if len(words) == first + 1 and last in lists["never"]:
        return None  # the sixth was fined 250 euros
    if not last[0].isalpha() or last in (*lists["auxiliaries"], *lists["determiners"], "for", "of"):
        return None
    return a.slot(words[first].start, words[-1].end)


@cache
def _acting() -> frozenset[str]:
    """Verbs whose object is measured, not their subject: `forecasts economic growth at 5%`."""
    return frozenset(wordlist("words")["acting"])


def _is_person(a: Analysis, word: Token) -> bool:
    """Somebody who pays or says is not measured."""
    mention = a.mention_at(word.start)
    return mention is not None and mention.type == "person"


def _without_verb(words: Sequence[Token], first: int) -> Sequence[Token]:
    """`economic growth accelerated to reach 5 percent`: without the verb at its end."""
    verb = words[-1].pos == "VERB" and words[-1].text.endswith("ed") and len(words) - first > 1
    return words[:-1] if verb else words


def _is_noun_too(words: Sequence[Token], i: int, lists: dict[str, list[str]]) -> bool:
    """`the project’s total cost`: what would else join a thing and its price."""
    before = words[i - 1] if i else None
    noun = before is not None and (before.pos in ("DET", "ADJ", "NOUN") or before.text == "’s")
    return is_net_worth(words, i) or (noun and words[i].text.lower() in lists["prices"])


def _is_pair(words: Sequence[Token], i: int) -> bool:
    """`trade between Kazakhstan and China`"""
    return any(t.text.lower() == "between" for t in words[max(0, i - _PAIR) : i])


_PAIR = 4  # tokens between `between` and `and`


def _acts_of(a: Analysis, words: Sequence[Token], i: int) -> bool:
    """`Emomali Rahmon signed 28 documents worth`: the verb of somebody, no part of a thing."""
    return words[i].pos == "VERB" and i > 0 and _is_person(a, words[i - 1])


def is_net_worth(words: Sequence[Token], i: int) -> bool:
    """`a net worth of 5 million`: a noun, where `worth` alone joins a thing and its price."""
    return words[i].text.lower() == "worth" and i > 0 and words[i - 1].text.lower() == "net"


def _opens_phrase(words: Sequence[Token], i: int) -> bool:
    """`jobs data The index was down`: an article behind a noun, on a page without full stops."""
    return 0 < i < len(words) - 1 and words[i].text[0].isupper() and words[i - 1].pos == "NOUN"


def _goes_on(words: Sequence[Token], i: int, lists: dict[str, list[str]]) -> bool:
    """`trade with Russia`, `revenue from operations`: the preposition stands inside a subject."""
    noun = i > 0 and words[i - 1].pos in ("NOUN", "PROPN") and words[i - 1].text.isalpha()
    return noun and words[i].text.lower() in lists["goes_on"] and i + 1 < len(words)
