"""The posts of a sentence: the one in which somebody worked before, and the one that a clause only
points at (`на его место назначен X`, `освобождён от этой должности`).

Comes in: the words of a sentence. Goes out: yes or no, or the index of an office.
"""

from collections.abc import Sequence

from baqylau.facts.ru.roles.names import is_office
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_NEAR = 3  # words of `на его место` before the verb


def is_occupied(words: Sequence[Token], post: int) -> bool:
    """`ранее занимавший пост директора`: in which somebody worked, and no new post."""
    holding = tuple(wordlist("appointments")["occupied"])
    return any(t.text.lower().startswith(holding) for t in words[max(0, post - 2) : post])


def names_place(words: Sequence[Token], verb: int) -> bool:
    """Whether `на его место`, `на эту должность` stands right before the verb or behind it."""
    data = wordlist("appointments")
    for near in (words[max(0, verb - _NEAR) : verb], words[verb + 1 : verb + 1 + _NEAR]):
        low = [t.text.lower() for t in near]
        if len(low) == _NEAR and low[0] == "на" and low[1] in data["whose_place"]:
            return near[2].lemma in (*data["post"], "место")
    return False


def office_before(words: Sequence[Token], verb: int) -> int | None:
    """The office that the sentence named before the verb as somebody's post."""
    posts = wordlist("appointments")["post"]
    return next(
        (
            i
            for i in range(1, verb)
            if is_office(words[i])
            and (words[i].feats.get("Case") == "Ins" or words[i - 1].lemma in posts)
        ),
        None,
    )
