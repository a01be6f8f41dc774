"""Kazakh as `baqylau.facts` uses it. Comes in: a text. Goes out: sentences and tokens by razdel,
lemmas without case endings, names by rules. There is no tagger: every part of speech is `X`.
"""

from collections.abc import Sequence
from types import MappingProxyType

from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.names import find
from baqylau.lang.segment import segment
from baqylau.model.fact import Mention
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token

_NO_FEATURES = MappingProxyType[str, str]({})


class Kazakh:
    code = "kk"

    def words(
        self, text: str, paragraphs: Sequence[Span]
    ) -> tuple[tuple[Sentence, ...], tuple[Token, ...]]:
        sentences, spans = segment(text, paragraphs)
        tokens = (
            Token(s.start, s.end, s.of(text), nominative(s.of(text)).lower(), "X", _NO_FEATURES)
            for s in spans
        )
        return sentences, tuple(tokens)

    def mentions(
        self,
        text: str,
        sentences: Sequence[Sentence],
        tokens: Sequence[Token],
    ) -> Sequence[Mention]:
        names = find(text, sentences, tokens)
        return [Mention(x.type, x.start, x.end, text[x.start : x.end], x.name) for x in names]


LANGUAGE = Kazakh()
