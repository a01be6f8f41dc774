"""Whether a verb passes news on: `сообщает пресс-служба` makes an attribution and no quote, unless
`что` follows.

Comes in: a `SpeakerMention` and its verb. Goes out: yes or no.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.sources import is_newsroom, source_of_mention
from baqylau.facts.ru.speakers.sources import listed as source_words
from baqylau.facts.ru.words.speech import verbs
from baqylau.model.words import Token


def relays(a: Analysis, speaker_mention: SpeakerMention, verb: Token) -> bool:
    """`сообщает пресс-служба`; with other verbs (`отмечает «Власть»`) only a newsroom that is known
    by its name.
    """
    if verb.feats.get("Number") != "Sing":
        return False
    if verb.lemma in verbs("relaying"):
        return speaker_mention.kind == "institution" or speaker_mention.head.lemma in verbs(
            "reporters"
        )
    return (
        speaker_mention.kind == "institution"
        and verb.lemma in source_words("newsroom_verbs")
        and is_newsroom(source_of_mention(a, speaker_mention), speaker_mention.words)
    )


def told(a: Analysis, mention: SpeakerMention, verb: Token) -> bool:
    """`…, сообщило министерство`: what an office once said is a quote; its press service passes
    news on in any tense.
    """
    if mention.kind != "institution" or verb.lemma not in source_words("past"):
        return False
    press = mention.head.lemma in listed("press_offices")
    return (
        verb.feats.get("Tense") == "Past"
        and not press
        and source_of_mention(a, mention).layer == "official"
    )
