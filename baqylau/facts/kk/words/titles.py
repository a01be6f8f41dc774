"""Where the title of a document or the field of an institution begins: `ана мен баланы қорғау
мәселелері бойынша өзгерістер мен толықтырулар енгізу | туралы`.

Comes in: the words of a sentence and the index of `туралы` or a word like it. Goes out: the index
of the first word of the title, which is that of `туралы` where nothing before it is one.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.kk.words.nominal import (
    attributes_start,
    case_of,
    is_plural,
    is_possessed,
    is_verbal,
    printed,
    stands_as_adjective,
)
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.counting import number_words
from baqylau.lang.kk.positions import bare_position, words
from baqylau.lang.kk.speakers import listed
from baqylau.lang.kk.speech import words as speech
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.words import Token

_MOST = 7  # words of a noun with its attributes
_PARTS = 8  # objects and joined nouns of one title


def title_start(a: Analysis, tokens: Sequence[Token], about: int) -> int:
    """The words that the nouns and verbal nouns before `about` govern, from right to left."""
    if not about or not _is_plain(a, tokens, about - 1):
        return about
    start = _phrase_start(a, tokens, about - 1)
    for _ in range(_PARTS):
        further = _further(a, tokens, start, about)
        if further is None:
            break
        start = further
    return _behind_subject(tokens, start, about)


def _is_plain(a: Analysis, tokens: Sequence[Token], at: int) -> bool:
    """Whether the word may be a noun of the title: no figure, no verb, no person."""
    token, mention = tokens[at], a.mention_at(tokens[at].start)
    low = printed(token)
    person = mention is not None and mention.type == "person"
    number = number_words().word(low) is not None
    clause = low.endswith(speech("clause_nominatives"))  # `екені туралы`
    no_noun = person or number or clause or is_verbal(low) or low in words("stops")
    return token.text[0].isalpha() and not no_noun


def _phrase_start(a: Analysis, tokens: Sequence[Token], head: int) -> int:
    name = a.mention_at(tokens[head].start)
    if name and name.start < tokens[head].start:
        head = next(i for i, t in enumerate(tokens) if t.end > name.start)
    start = attributes_start(a, tokens, head, _MOST)
    while start < head and printed(tokens[start]) in words("stops"):
        start += 1
    return start


def _further(a: Analysis, tokens: Sequence[Token], start: int, about: int) -> int | None:
    """The start with one more part before it; None where the title begins at `start`."""
    if not start or not tokens[start - 1].text[0].isalpha():
        return None
    low = printed(tokens[start - 1])
    if low in words("joining"):
        return _joined(a, tokens, start)
    if low in _listed("inside") and start > 1 and _is_plain(a, tokens, start - 2):
        return _phrase_start(a, tokens, start - 2)
    if not any(_is_verbal_noun(printed(t)) for t in tokens[start:about]):
        return None
    if low in _listed("compounds"):
        return start - 1
    if not _is_plain(a, tokens, start - 1):
        return None
    if case_of(low) in ("accusative", "dative", "ablative"):
        return _object_start(a, tokens, start - 1)
    whose = case_of(low) == "genitive" and printed(tokens[start]) in _listed("compounds")
    object_in_plural = is_plural(tokens[start - 1]) and case_of(low) is None and not _speaks(low)
    if whose or (object_in_plural and _is_verbal_noun(printed(tokens[start]))):
        return _phrase_start(a, tokens, start - 1)
    return None


def _object_start(a: Analysis, tokens: Sequence[Token], at: int) -> int:
    """The object with its adjectives; in `ел | көпірді салу` the bare noun before it is the subject
    of the sentence, in `ел | бюджет тапшылығын жабу` the one before a possessed noun is not.
    """
    if is_possessed(printed(tokens[at])):
        return _phrase_start(a, tokens, at)
    while at and _is_adjective(a, tokens, at - 1):
        at -= 1
    return at


def _is_adjective(a: Analysis, tokens: Sequence[Token], at: int) -> bool:
    """In `депутаттар | ауыр көліктерді` a subject stands before the bare word."""
    low = printed(tokens[at])
    subject = at > 0 and (is_plural(tokens[at - 1]) or a.mention_at(tokens[at - 1].start))
    bare = tokens[at].text.islower() and case_of(low) is None and not is_verbal(low)
    return stands_as_adjective(low) or (bool(subject) and bare)


def _joined(a: Analysis, tokens: Sequence[Token], start: int) -> int | None:
    """`ұйымдастыру | және өткізу`, `өзгерістер | мен толықтырулар`, `ана | мен баланы`."""
    if start < _PAIR or not _is_plain(a, tokens, start - 2):
        return None
    left, right = tokens[start - 2], tokens[start]
    both_verbal = _is_verbal_noun(printed(left)) and any(
        _is_verbal_noun(printed(t)) for t in tokens[start : start + _NEAR]
    )
    both_plural = is_plural(left) and is_plural(right) and not _speaks(printed(left))
    governed = case_of(right.text) == "accusative" or not _speaks(printed(left))
    bare = case_of(left.text) is None and left.text.islower() and governed
    if not (both_verbal or both_plural or bare):
        return None
    return _phrase_start(a, tokens, start - 2)


_PAIR, _NEAR = 2, 4  # words


def _speaks(low: str) -> bool:
    """`депутаттар`, `министр`, `тараптар`: the subject of the sentence and no part of a title."""
    one = _without_plural(low)
    return bare_position(one) == one or one in listed("many") or one in listed("institutions")


def _without_plural(low: str) -> str:
    return next((low[:-3] for x in _PLURALS if low.endswith(x)), low)


_PLURALS = ("лар", "лер", "дар", "дер", "тар", "тер")


def _behind_subject(tokens: Sequence[Token], start: int, about: int) -> int:
    """The start behind the subject of the sentence, which is no part of the title: `Тараптар |
    ынтымақтастық туралы`.
    """
    low = printed(tokens[start])
    subject = case_of(low) is None and not stands_as_adjective(low) and _speaks(low)
    following = printed(tokens[start + 1])
    ends = start + 1 < about and not is_possessed(following) and following not in words("joining")
    return start + 1 if subject and ends else start


def _is_verbal_noun(low: str) -> bool:
    bare = nominative(low)  # `қаржыландыруға`
    return bare.endswith("у") and len(bare) > _PAIR


def _listed(key: str) -> tuple[str, ...]:
    return tuple(wordlist("documents")["words"][key])
