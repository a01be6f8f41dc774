"""Whether the words that name a speaker may be the subject of a clause: agreement with the verb,
and the case in which a name stands.

Comes in: tokens and mentions. Goes out: yes or no.
"""

from collections.abc import Sequence

from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.listed import listed
from baqylau.model.fact import Mention
from baqylau.model.words import Token


def agrees(speaker_mention: SpeakerMention, verb: Token) -> bool:
    """Whether mention and verb agree in number and gender; a masculine noun (`врач`, `министр`) may
    stand with a feminine verb.
    """
    number, gender = verb.feats.get("Number"), verb.feats.get("Gender")
    if speaker_mention.head.text.lower() == "там":
        return number == "Plur"
    plural = speaker_mention.head.text.lower() in ("они", "мы") or (
        speaker_mention.kind not in ("person", "pronoun")
        and speaker_mention.head.feats.get("Number") == "Plur"
    )
    if number == "Plur":
        return plural or (
            speaker_mention.kind == "role" and speaker_mention.head.lemma in listed("many")
        )
    if plural and number == "Sing":
        return False
    if speaker_mention.kind == "pronoun":
        return (
            gender is None
            or speaker_mention.head.text.lower() not in ("он", "она", "тот", "та")
            or (gender == "Fem") == (speaker_mention.head.text.lower() in ("она", "та"))
        )
    if (
        gender is None
        or speaker_mention.kind == "person"
        or (speaker_mention.kind == "institution" and speaker_mention.mention is not None)
    ):
        return True
    own = speaker_mention.head.feats.get("Gender")
    return (
        own is None
        or own == gender
        or (own == "Masc" and gender == "Fem" and speaker_mention.kind == "role")
    )


def governed(previous: Token | None) -> bool:
    return previous is not None and previous.pos == "ADP"


def depends_on_noun(before: Sequence[Token]) -> bool:
    """`до заявления Монти сообщил`: a name behind a noun that has a preposition before it belongs
    to that noun and is no subject.
    """
    noun = before[-1] if before else None
    if (
        noun is None
        or noun.pos != "NOUN"
        or noun.feats.get("Animacy") != "Inan"
        or noun.lemma in listed("institutions")
    ):
        return False
    governor = next((t for t in reversed(before[:-1]) if t.pos not in ("ADJ", "DET", "NUM")), None)
    if governor is not None and governor.pos == "ADP":
        return True
    living = (
        governor is not None and governor.feats.get("Animacy") == "Anim"
    )  # `жительница села Умит Кожа`
    return noun.feats.get("Case") not in (None, "Nom", "Dat") and not living


def is_genitive_attribute(token: Token, previous: Token | None) -> bool:
    """Whether the token is a genitive behind a noun (`министр МВД`), which is no subject."""
    if previous is None or previous.pos not in ("NOUN", "PROPN"):
        return False
    return token.feats.get("Case") == "Gen" or (
        token.text.isascii() and previous.feats.get("Case") not in (None, "Nom")
    )  # в комментарии Orda.kz


def oblique(token: Token) -> bool:
    """Whether a Russian word stands in a case other than the nominative; names without cases
    (`МЧС`, `Bloomberg`) are judged by their neighbours.
    """
    return (
        token.text.islower() is False
        and not token.text.isupper()
        and token.feats.get("Case") not in (None, "Nom")
        and token.text[0].isalpha()
        and token.text.lower() != token.lemma
    )


def printed_in_nominative(mention: Mention) -> bool:
    printed = {w.lower() for w in mention.text.replace(".", ". ").split()}
    return printed <= {w.lower() for w in mention.name.replace(".", ". ").split()}


def stands_in_nominative(mention: Mention, name: tuple[Token, ...]) -> bool:
    """Whether the name stands in the nominative: its printed words are words of the nominative
    name, or the tagger says so of every word.
    """
    return printed_in_nominative(mention) or all(
        t.feats.get("Case") == "Nom" for t in name if t.text.isalpha()
    )
