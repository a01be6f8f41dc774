"""Newsrooms to which something is told, which look like the subject of the verb since their names
have no cases: `рассказал ТАСС источник`, `в интервью ФАН назвал`.

Comes in: a mention, the verb and what stands before it. Goes out: yes or no.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.phrase_ends import MARKS
from baqylau.facts.ru.words.speech import is_verb
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_BESIDE = 2  # characters between the verb and the name right behind it


def is_told(
    a: Analysis, mention: SpeakerMention, verb: Token, before: Sequence[SpeakerMention]
) -> bool:
    """`блогер рассказывал EADaily`: a name without cases right behind the verb, where somebody
    stands before the verb, or where the verb is one that newsrooms do not use of themselves.
    """
    if mention.kind != "institution" or not 0 <= mention.start - verb.end <= _BESIDE:
        return False
    if not _has_no_cases(mention.head) or not is_verb(verb, "say"):
        return False
    if a.text[mention.start - 1] in '«"“„':
        return False
    return bool(before) or verb.lemma in listed("telling")


def is_interviewer(head: Token, previous: Token | None) -> bool:
    """`в интервью ФАН`, `в эфире НТВ`: a name without cases behind a noun for an interview."""
    talk = previous is not None and previous.lemma in wordlist("attribution")["interviews"]
    return talk and _has_no_cases(head)


def is_host(before: Sequence[Token]) -> bool:
    """`в интервью газете «Курсив» | заявил`, `в эфире телеканала «Хабар»`: behind a noun for an
    interview stands whom it was given to, with or without a noun and marks before the name.
    """
    words = [t for t in before[-_LEAD:] if t.text not in MARKS]
    while words and words[-1].pos in ("ADJ", "NOUN"):
        if words[-1].lemma in wordlist("attribution")["interviews"]:
            return True
        words.pop()
    return False


_LEAD = 5  # words and marks from the interview to the name


def _has_no_cases(token: Token) -> bool:
    return token.text.isascii() or token.text.isupper()
