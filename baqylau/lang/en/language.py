"""English as `baqylau.facts` uses it so far. Comes in: a text. Goes out: its sentences and words.
Names and facts are not read in English yet.
"""

from collections.abc import Sequence
from types import MappingProxyType

from baqylau.lang.segment import segment
from baqylau.model.fact import Mention
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token

_NO_FEATURES = MappingProxyType[str, str]({})


class English:
    code = "en"

    def words(
        self, text: str, paragraphs: Sequence[Span]
    ) -> tuple[tuple[Sentence, ...], tuple[Token, ...]]:
        sentences, spans = segment(text, paragraphs)
        return sentences, tuple(
            Token(s.start, s.end, s.of(text), s.of(text).lower(), "X", _NO_FEATURES) for s in spans
        )

    def mentions(
        self,
        text: str,  # noqa: ARG002
        sentences: Sequence[Sentence],  # noqa: ARG002
        tokens: Sequence[Token],  # noqa: ARG002
    ) -> Sequence[Mention]:
        return []


LANGUAGE = English()
