"""Who wrote the document in `делінген хабарламада`, where the clause does not say whose it is.

Comes in: an `Analysis`, the noun of the document and the place of the clause. Goes out: the
`SpeakerMention` of its author in the text before, or None.
"""

import re

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import Kind, SpeakerMention
from baqylau.facts.kk.speakers.mentions import GENITIVE, NOMINATIVE, mentions, of_kinds
from baqylau.facts.kk.words.cues import PUBLISHES
from baqylau.lang.kk.speakers import listed

_SENTENCES = 4
"""How many sentences before are searched for the author of a document."""


def document_in(text: str) -> str | None:
    """The noun of the document in a clause: `аталған жазбада` -> `жазба`; "" for none."""
    for word in re.findall(r"\w[\w-]*", text.lower()):
        for noun in listed("documents"):
            if word.startswith(noun):
                return noun
    return ""


def owner(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`министрліктің хабарламасында`, `полиция департаменті хабарламасында`: whose document it
    is.
    """
    for case in (GENITIVE, NOMINATIVE):
        for mention in mentions(a, start, end, case):
            if mention.kind == "pronoun" or _has_press_service(a, mention, end):
                continue
            if document_in(a.text[mention.end : end]) or mention.kind == "institution":
                return mention
    return None


def _has_press_service(a: Analysis, mention: SpeakerMention, end: int) -> bool:
    """`президентінің баспасөз қызметі таратқан хабарламада`: the service speaks, not its owner."""
    served = next(of_kinds(mentions(a, mention.start, end), "institution"), None)
    return served is not None and served.start <= mention.start < mention.end < served.end


def author_before(a: Analysis, document: str, offset: int) -> SpeakerMention | None:
    """The owner of a document of that name in the sentences before, of a telegram a person; of a
    message of the press also the institution that was just cited (`деп хабарлайды X`).
    """
    personal = document in listed("personal_documents")
    kinds: tuple[Kind, ...] = ("person", "role") if personal else ("institution",)
    start = a.sentence_at(offset).start
    for _ in range(_SENTENCES):
        sentence = a.sentence_at(start)
        end = min(sentence.end, offset)
        for case in (GENITIVE, NOMINATIVE):
            for mention in of_kinds(mentions(a, sentence.start, end, case), *kinds):
                if document and document_in(a.text[mention.end : end]) == document:
                    return mention
        if document in listed("press_documents") or not document:
            published = PUBLISHES.search(a.text, sentence.start, end)
            found = [
                m
                for m in mentions(a, sentence.start, end)
                if m.kind == "institution" and not m.words[0].text.isascii()
            ]
            if published and found:
                return found[0]
        if sentence.start == 0:
            return None
        start = sentence.start - 1
    return None
