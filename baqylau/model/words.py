"""The words of a text in an analysis: tokens, sentences and syntax arcs, with their characters.
Data only: languages make them and extractors read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One word or punctuation mark. `pos` is a Universal Dependencies tag, `lemma` lower case,
    `feats` UD features.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    feats: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """`first` and `last` are a half-open range of token indices; `paragraph` is the index of its
    paragraph.
    """

    start: int
    end: int
    first: int
    last: int
    paragraph: int
