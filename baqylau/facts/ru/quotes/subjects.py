"""Whose words a reporting verb beside direct speech reports: its subject, the owner of a document,
the one whom somebody cites.

Comes in: the words of a reporting clause and the index of its verb. Goes out: a `SpeakerMention`,
or None.
"""

from collections.abc import Sequence
from itertools import pairwise

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.speech import is_verb, verbs
from baqylau.model.words import Token


def subject(a: Analysis, words: Sequence[Token], at: int) -> SpeakerMention | None:
    """`сказал X`, `цитирует X портал`, `говорится в ответе X`"""
    finder, verb, after = SpeakerMentionFinder(a), words[at], words[at + 1 :]
    if verb.lemma in verbs("citing"):
        cited = _cited(finder, words, at)
        if cited:
            return cited
    if is_verb(verb, "impersonal"):
        return document_owner(a, after)
    comma = next((i for i, t in enumerate(after) if t.text == "," and i > 0), len(after))
    found = finder.subject(words[:at], after[:comma], verb, after_first=True)
    if found and found.kind not in ("role", "people"):
        return found
    wider = finder.subject((), after, verb)  # `считает доктор наук, профессор X`
    named = wider and wider.kind == "person" and (not found or wider.start == found.start)
    return wider if named or found is None else found


def _cited(finder: SpeakerMentionFinder, words: Sequence[Token], at: int) -> SpeakerMention | None:
    """`цитирует его портал`, `её слова приводит портал`, `приводит газета слова X`"""
    after = words[at + 1 :]
    if after and after[0].text.lower() in verbs("him"):
        return SpeakerMention("pronoun", (after[0],), after[0])
    for before, token in pairwise(words[:at]):
        if token.lemma == "слово" and before.text.lower() in verbs("him"):
            return SpeakerMention("pronoun", (before,), before)
    found = (n for n in finder.all(after, "Gen") if _may_be_cited(n))
    return next(found, None)


def _may_be_cited(mention: SpeakerMention) -> bool:
    """Somebody, or a press service: `цитирует издание пресс-службу банка`."""
    return mention.kind in ("person", "role", "people") or (
        mention.head.lemma in listed("press_offices") and mention.head.feats.get("Case") == "Acc"
    )


def document_owner(a: Analysis, after: Sequence[Token]) -> SpeakerMention | None:
    """`говорится в ответе ведомства`: the speaker is the owner of the document."""
    finder = SpeakerMentionFinder(a)
    found = [n for n in finder.all(after, "Gen") if n.kind in ("institution", "person", "role")]
    return found[0] if found else finder.inside(after)
