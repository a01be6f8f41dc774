"""Russian as `baqylau.facts` uses it. Comes in: a text. Goes out: sentences and tokens by razdel,
tags by slovnet, lemmas by pymorphy3, names by our own rules.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from baqylau.lang.ru import tagger
from baqylau.lang.ru.corrections import corrected
from baqylau.lang.ru.lemmas import lemma_of
from baqylau.lang.ru.names import mentions
from baqylau.lang.ru.network import BatchLayout
from baqylau.lang.segment import segment
from baqylau.model.fact import Mention
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token


class Russian:
    code = "ru"

    def words(
        self, text: str, paragraphs: Sequence[Span]
    ) -> tuple[tuple[Sentence, ...], tuple[Token, ...]]:
        sentences, spans = segment(text, paragraphs)
        tags = tagger.morphology(_layout(text, sentences, spans))
        return sentences, tuple(
            _token(text, span, tag) for span, tag in zip(spans, tags, strict=True)
        )

    def mentions(
        self, text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]
    ) -> Sequence[Mention]:
        tags = tagger.entities(
            BatchLayout([[t.text for t in tokens[s.first : s.last]] for s in sentences])
        )
        return mentions(text, sentences, tokens, tags)


LANGUAGE = Russian()


def _layout(text: str, sentences: Sequence[Sentence], spans: Sequence[Span]) -> BatchLayout:
    return BatchLayout([[x.of(text) for x in spans[s.first : s.last]] for s in sentences])


def _token(text: str, span: Span, tag: str) -> Token:
    word = span.of(text)
    return Token(span.start, span.end, word, *_read(word, tag))


@lru_cache(maxsize=60_000)
def _read(word: str, tag: str) -> tuple[str, str, Mapping[str, str]]:
    """The lemma, the part of speech and the features of a word with the tagger's tag."""
    pos, feats = _parsed(tag)
    pos, feats = corrected(word, pos, feats.get("Case", "")) or (pos, feats)
    return lemma_of(word, pos, feats), pos, feats


@lru_cache(maxsize=2_000)
def _parsed(tag: str) -> tuple[str, Mapping[str, str]]:
    """`NOUN|Case=Gen|Number=Sing` as a part of speech and its features."""
    pos, _, rest = tag.partition("|")
    return pos, MappingProxyType(dict(x.split("=", 1) for x in rest.split("|") if "=" in x))
