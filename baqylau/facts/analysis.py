"""The one shared pass over an article: paragraphs, sentences, tokens, lemmas and tags, made once and read by pure extractors.

Comes in: the article's text and what is known about it. Goes out: an `Analysis`. Everything costly and seldom needed
(syntax) is computed on first use, for the sentence asked about.
"""

from dataclasses import dataclass
from datetime import datetime

from baqylau.model.span import Span


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the article before it is read; `published` is aware."""

    text: str
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: datetime | None = None


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """The non-empty lines of a text, without their line feeds."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)
