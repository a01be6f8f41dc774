"""The document that speaks in `говорится в сообщении`. Comes in: the words of a clause. Goes out: a
lemma.
"""

from collections.abc import Sequence
from itertools import pairwise

from baqylau.facts.ru.speakers.listed import listed
from baqylau.model.words import Token


def document_in(words: Sequence[Token]) -> str | None:
    """The lemma of the document in `в сообщении`, `в письме`; "" where no document is named."""
    found = (
        n.lemma
        for t, n in pairwise(words)
        if t.lemma in ("в", "из", "на") or t.pos in ("ADJ", "DET")
        if n.lemma in listed("documents")
    )
    return next(found, "")
