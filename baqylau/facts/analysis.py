"""The one shared pass over an article: paragraphs, sentences, tokens, lemmas and tags, made once and read by pure extractors.

Comes in: the article's text and what is known about it. Goes out: an `Analysis`. Everything costly and seldom needed
(syntax) is computed on first use, for the sentence asked about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from baqylau.model.span import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark. `pos` is a Universal Dependencies tag, `lemma` lower case, `feats` UD features."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    feats: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """`first` and `last` are a half-open range of token indices; `paragraph` is the index of its paragraph."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the article before it is read; `published` is aware."""

    text: str
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Arc:
    """`head` is the index of the governing token, -1 for the root; `relation` is a UD relation."""

    head: int
    relation: str


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """The non-empty lines of a text, without their line feeds."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)
