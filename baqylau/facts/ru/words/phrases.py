"""Phrases of the text in the nominative, as they stand in the `name` of a slot. Comes in: tokens of
a phrase. Goes out: a string.
"""

from collections.abc import Sequence

from baqylau.lang.ru.nominative import phrase
from baqylau.model.words import Token


def nominative(words: Sequence[Token], text: str) -> str:
    """`региональной службе коммуникаций` -> `региональная служба коммуникаций`; `text` is the
    article's text.
    """
    start, end = words[0].start, words[-1].end
    if (
        len(words) > 1 and words[1].lemma == "из" and words[0].lemma == "один"
    ):  # `одной из участниц`: what follows stays as it is
        return ("одна" if words[0].feats.get("Gender") == "Fem" else "один") + text[
            words[0].end : end
        ]
    if (
        len(words) > 1 and words[0].lemma == "несколько"
    ):  # `нескольких жителей` -> `несколько жителей`
        return "несколько" + text[words[0].end : end]
    moved = [Token(t.start - start, t.end - start, t.text, t.lemma, t.pos, t.feats) for t in words]
    return phrase(moved, text[start:end])


def small(name: str) -> str:
    """Without the capital letter of a sentence's beginning, one space between its words;
    abbreviations keep theirs.
    """
    name = " ".join(name.split())
    first = name.partition(" ")[0]
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]
