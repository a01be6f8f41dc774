"""The words of an office that is a source: its noun, the genitives behind it, and its place.

Comes in: an `Analysis` and words that begin with the office. Goes out: the words that belong to it.
"""

from baqylau.facts.analysis import Analysis
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token


def office_phrase(a: Analysis, words: tuple[Token, ...]) -> tuple[Token, ...]:
    """`акиматом Абайской области`: the place right behind an office belongs to it, whatever case
    the tagger gives its adjective.
    """
    run = _with_genitives(words)
    behind = words[len(run) :][:1]
    place = a.mention_at(behind[0].start) if behind else None
    if place is None or place.type != "place" or place.start != behind[0].start:
        return run
    office = run[-1].lemma in wordlist("attribution")["official"]
    if not office or behind[0].feats.get("Case") == "Nom":
        return run
    return tuple(t for t in words if t.start < place.end)


def _with_genitives(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The first noun with the adjectives before it and the genitives behind."""
    head = next((i for i, t in enumerate(words) if t.pos in ("NOUN", "PROPN")), 0)
    end = head + 1
    while (
        end < len(words)
        and words[end].pos in ("NOUN", "PROPN", "ADJ", "CCONJ")
        and (words[end].feats.get("Case") in ("Gen", None))
    ):
        end += 1
    return words[:end]
