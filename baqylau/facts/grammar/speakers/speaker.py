"""The words that name a speaker, and the speaker whom they mean. Data only: a language finds the
mentions, the resolver pass makes the speakers.
"""

from dataclasses import dataclass
from typing import Literal

from baqylau.model.fact import Mention, Slot
from baqylau.model.words import Token

Kind = Literal["person", "pronoun", "role", "institution", "people"]


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """`words` are all the words of the phrase, `head` is the word that agrees with the verb,
    `mention` is the name in the phrase.
    """

    kind: Kind
    words: tuple[Token, ...]
    head: Token
    mention: Mention | None = None

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words that name the speaker here, the speaker's name (None: unknown), and the speaker's
    role.
    """

    slot: Slot
    name: str | None
    role: str | None
    kind: Kind

    @property
    def personal(self) -> bool:
        """Whether one person spoke: named, or meant by a pronoun."""
        return self.kind in ("person", "pronoun")
