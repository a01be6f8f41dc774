"""Who wrote the document in `говорится в сообщении`, where the clause does not say whose it is.

Comes in: an `Analysis`, the lemma of the document and the place of the clause. Goes out: the
`SpeakerMention` of its author in the text before, or None.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.speakers.sources import source_of_mention
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_SENTENCES = 4
"""How many sentences before are searched for the author of a document."""
_PHRASE = 8  # words of an author behind his document


def author_before(a: Analysis, document: str, offset: int) -> SpeakerMention | None:
    """`Письмо медиков … говорится в письме`: whose document it is; for a message of the press also
    the office that was just cited (`сообщает пресс-служба X`).
    """
    finder = SpeakerMentionFinder(a)
    start = a.sentence_at(offset).start
    referred = _referred(finder, tuple(a.words(a.sentence_at(offset))))
    if referred:
        return referred
    for _ in range(_SENTENCES):
        sentence = a.sentence_at(start)
        words = tuple(t for t in a.words(sentence) if t.start < offset)
        found = _owner(finder, words, document)
        if found is None and document in listed("press_documents"):
            found = _cited(a, finder, words)
        if found or sentence.start == 0:
            return found
        start = sentence.start - 1
    return None


def _referred(finder: SpeakerMentionFinder, words: tuple[Token, ...]) -> SpeakerMention | None:
    """`Со ссылкой на источник в Генштабе сообщалось`"""
    at = next((i for i, t in enumerate(words[:-1]) if t.lemma == "ссылка"), None)
    return finder.of(words[at + 2 :]) if at is not None else None


def _owner(
    finder: SpeakerMentionFinder, words: tuple[Token, ...], document: str
) -> SpeakerMention | None:
    for i, token in enumerate(words):
        if token.lemma == document and i + 1 < len(words):
            owner = finder.of(words[i + 1 : i + 1 + _PHRASE])
            if owner and owner.start == words[i + 1].start and owner.kind != "pronoun":
                return owner
    return None


def _may_publish(a: Analysis, found: SpeakerMention) -> bool:
    """A press service, a ministry; a newsroom passes on what others published."""
    return found.head.lemma not in listed("newsrooms") and (
        source_of_mention(a, found).layer == "official"
    )


def _cited(
    a: Analysis, finder: SpeakerMentionFinder, words: tuple[Token, ...]
) -> SpeakerMention | None:
    relaying = wordlist("attribution")["relay"]
    for i, token in enumerate(words):
        if token.pos != "VERB" or token.lemma not in relaying:
            continue
        found = finder.subject(words[:i], words[i + 1 :], token, after_first=True)
        if found and found.kind == "institution" and _may_publish(a, found):
            return found
    return None
