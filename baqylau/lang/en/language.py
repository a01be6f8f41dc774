"""English as `baqylau.facts` uses it. Comes in: a text. Goes out: sentences, tokens with a part of
speech and a lemma by rules, names by rules and lists. There is no model.
"""

from collections.abc import Sequence
from types import MappingProxyType

from baqylau.lang.en.names import find
from baqylau.lang.en.segment import segment
from baqylau.lang.en.tags import lemma, tag
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
        firsts = {s.first for s in sentences}
        tokens = []
        for i, span in enumerate(spans):
            word = span.of(text)
            tokens.append(
                Token(span.start, span.end, word, lemma(word), tag(word, i in firsts), _NO_FEATURES)
            )
        return sentences, tuple(tokens)

    def mentions(
        self, text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]
    ) -> Sequence[Mention]:
        return find(text, sentences, tokens)


LANGUAGE = English()
