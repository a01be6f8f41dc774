"""What stands between a relaying verb and its source: a day, somebody's words, or the thing that
somebody gives to somebody.

Comes in: the words behind the verb. Goes out: the words from which the source is read.
"""

from collections.abc import Sequence
from itertools import pairwise

from baqylau.facts.ru.speakers.sources import MARKS, is_carrier, listed
from baqylau.lang.ru.date_forms import tables
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_DAY = 9  # words of `в понедельник, 27 апреля 2026 года,`


def behind_day(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words without a day between the verb and the source: `сообщает в понедельник, 27 апреля,
    Orda.kz`; and without `его слова`.
    """
    at = _day_end(words)
    if at + 1 < len(words) and words[at].pos in ("DET", "PRON"):
        at += 2 * (words[at + 1].lemma in wordlist("speakers")["said"])
    return words[at:]


def _day_end(words: Sequence[Token]) -> int:
    """The index behind `в понедельник, 27 апреля,`; 0 where the words begin with no such day."""
    if len(words) < _DAY // 2 or words[0].lemma not in ("в", "во"):
        return 0
    comma = [i for i, t in enumerate(words[:_DAY]) if t.text == ","]
    if len(comma) < len(("before", "behind")) or comma[0] > len(("в", "прошлую", "среду")):
        return 0
    return comma[1] + 1 if words[comma[0] + 1].text.isdigit() else 0


def gives_away(verb: Token, after: Sequence[Token]) -> bool:
    """`передаёт Киеву комплекс Patriot`: whether the verb has an object, so that it hands something
    over and tells nothing.
    """
    if verb.lemma not in ("передавать", "передать") or not after:
        return False
    if _is_counted(after[:_RECEIVER]):
        return True
    for token in after:
        if token.pos == "ADJ" or token.text in MARKS or token.pos in ("ADV", "PART"):
            continue
        if token.lemma in listed("between") or is_carrier(token) or token.lemma in listed("sites"):
            return False
        case = token.feats.get("Case")
        russian = not token.text.isascii() and not token.text.isupper()
        return token.pos == "NUM" or (
            token.pos in ("NOUN", "PROPN")
            and russian
            and case in ("Dat", "Acc")
            and _declined(token)
        )
    return False


def _is_counted(words: Sequence[Token]) -> bool:
    """`передал фонду 30% акций`: how much was handed over; a day of a month is no such figure."""
    for token, behind in pairwise(words):
        if token.text[0].isdigit() and behind.text.lower() not in tables().months:
            return True
    return False


_RECEIVER = 5  # words of whom something is given to, and the figure


def _declined(token: Token) -> bool:
    """Whether the word shows its case: `Киеву`, `школам`, `помощь`; of the names of newsrooms the
    tagger gives any case.
    """
    return token.text[0].islower() or token.text.lower() != token.lemma
