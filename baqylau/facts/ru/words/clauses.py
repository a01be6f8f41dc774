"""Where a clause of reported speech begins and ends in its sentence.

Comes in: the words of a `SentenceBlock` and the index where a clause begins. Goes out: the index
where it ends: before an attribution tail (`…, передаёт агентство`), a second reporting verb (`… и
подчеркнул, что`) or the full stop.
"""

import itertools
from collections.abc import Sequence

from baqylau.facts.ru.words.speech import is_finite, is_verb, verbs
from baqylau.model.words import Token

_FRAMING = frozenset(".,;:–—-")
_LONGEST = 25
"""The most words between a reporting verb and its `что`: an office, a name, a place and an occasion
may stand there.
"""
_JOINERS = frozenset({"и", "а", "но", "также"})


def complement(words: Sequence[Token], at: int) -> int | None:
    """The index of the `что` that the verb `words[at]` governs; None where another reporting verb
    stands between them.
    """
    depth = 0
    for i in range(at + 1, min(at + _LONGEST, len(words) - 1)):
        depth += (words[i].text in "«“„") - (words[i].text in "»”")
        if (
            words[i].text == ","
            and words[i + 1].text.lower() in ("что", "будто", "якобы")
            and words[i + 1].feats.get("Case") is None
        ):
            return i + 1
        if (
            words[i].text == ","
            and words[i + 1].text.lower() == "что"
            and not _relative(words, i + 1)
        ):
            return i + 1
        if is_verb(words[i], "say", "opinion") or words[i].text in (":", ";") or depth < 0:
            return None
        if is_finite(words[i]) or (
            words[at].lemma in _CALLING_VERBS
            and words[i].pos == "NOUN"
            and words[i].feats.get("Case") == "Ins"
        ):
            return None
    return None


_CALLING_VERBS = frozenset({"признать", "признавать", "считать", "объявить", "объявлять"})
"""Verbs that call a person something, in the instrumental: the `что` in `признали виновником
аварии, что` reports nothing.
"""


def _relative(words: Sequence[Token], at: int) -> bool:
    """`сделал всё, что мог`: the pronoun `что` stands for something before it."""
    return (
        words[at - 2].lemma in ("все", "весь", "то")
        and words[at].pos == "PRON"
        and words[at - 2].feats.get("Case") == "Acc"
    )


def clause_end(words: Sequence[Token], start: int) -> int:
    """The index behind the last word of the clause that begins at `start`."""
    depth = 0
    for i in range(start, len(words)):
        depth += (words[i].text in "«“„") - (words[i].text in "»”")
        if (
            depth <= 0
            and i > start + 1
            and (_tail(words, i) or _second(words, i) or _answers(words, i))
        ):
            return i
    end = len(words)
    while end > start and words[end - 1].text in _FRAMING:
        end -= 1
    return end


def _tail(words: Sequence[Token], i: int) -> bool:
    """`…, сообщили в ведомстве` / `…, – добавил он` / `…, передаёт агентство`: a tail that names
    the speaker, with the verb first and the speaker behind it.
    """
    if words[i].text not in (",", "–", "—") or i + 2 >= len(words):
        return False
    at = i + 1 + (words[i + 1].text in ("–", "—", "-"))
    at += at < len(words) and words[at].text.lower() in ("как", "ранее", "также")
    if (
        at + 1 >= len(words)
        or not is_verb(words[at], "say", "opinion", "impersonal")
        or words[at].feats.get("VerbForm") == "Conv"
    ):
        return False
    following = words[at + 1]
    rest = words[at + 1 :]
    if any(t.text == "," and n.text.lower() == "что" for t, n in itertools.pairwise(rest)):
        return False
    return (
        following.text[0].isupper()
        or following.lemma in ("в", "он", "она", "они", "со")
        or following.feats.get("Case") == "Nom"
        or following.text in '«"'
    )


def _second(words: Sequence[Token], i: int) -> bool:
    """` и подчеркнул, что …` / `, а также отметил важность …` / `, добавив, что`: a second piece of
    reported speech begins.
    """
    at = i
    while at < len(words) and (words[at].text == "," or words[at].lemma in _JOINERS):
        at += 1
    if at == i or at >= len(words):
        return False
    if words[at - 1].lemma in ("а", "но", "и") and words[i].text == ",":
        at = _other_subject(words, at)
    verb = words[at]
    if not is_verb(verb, "say", "opinion", "infinitive"):
        return False
    if at + 1 < len(words) and words[at + 1].text == ":":
        return True
    if complement(words, at) is not None:
        return True
    if is_verb(verb, "infinitive") and _governs_infinitive(words, at):
        return True
    nominal = (
        verb.lemma in verbs("nominal")
        and at + 1 < len(words)
        and words[at + 1].feats.get("Case") == "Acc"
    )
    return nominal and verb.feats.get("Tense") == "Past"


def _answers(words: Sequence[Token], i: int) -> bool:
    """`…, в ответ Белов назвал её`, `…, однако профсоюз заявил`: somebody else speaks behind a
    turn.
    """
    if words[i].text != ",":
        return False
    behind = " ".join(t.text.lower() for t in words[i + 1 : i + 5]) + " "
    turn = next((x for x in verbs("turns") if behind.startswith(x + " ")), None)
    if turn is None:
        return False
    first = i + 1 + turn.count(" ") + 1
    clause = words[first : first + _SUBJECT]
    verb = next((n for n, t in enumerate(clause) if is_finite(t) or t.text in ",:;–—"), None)
    if verb is None or not is_verb(clause[verb], "say", "opinion", "describe", "accusing"):
        return False
    return any(
        t.feats.get("Case") == "Nom" and t.pos in ("PROPN", "NOUN", "PRON") for t in clause[:verb]
    )


def _governs_infinitive(words: Sequence[Token], at: int) -> bool:
    """` и поручил разработать`, `, но попросил акимов не спешить`: a request or an order with its
    infinitive before the next comma.
    """
    for token in words[at + 1 : at + 6]:
        if token.text in ",:;" or is_finite(token):
            return False
        if token.feats.get("VerbForm") == "Inf":
            return True
    return False


_SUBJECT = 8  # words of somebody else's name and office before his verb


def _other_subject(words: Sequence[Token], at: int) -> int:
    """`…, а тренер X признал: …`: the index of the verb behind another subject; `at` itself where
    there is no other subject.
    """
    for i in range(at, min(at + _SUBJECT, len(words))):
        if is_verb(words[i], "say", "opinion"):
            named = any(
                t.feats.get("Case") == "Nom"
                and (t.pos == "PROPN" or t.feats.get("Animacy") == "Anim")
                for t in words[at:i]
            )
            return i if named else at
        if words[i].text in ",:;–—" or is_finite(words[i]):
            return at
    return at


def piece_start(words: Sequence[Token], at: int) -> int:
    """Where the clause that is interrupted at `at` begins: behind a colon or semicolon, or with the
    sentence.
    """
    cuts = [i for i in range(at) if words[i].text in (":", ";")]
    return cuts[-1] + 1 if cuts else 0


_INTRODUCING = frozenset(
    {
        "время",
        "очередь",
        "то",
        "этот",
        "это",
        "кроме",
        "тот",
        "между",
        "также",
        "напомнить",
        "например",
        "итак",
        "отдельно",
    }
)


def is_introduction(words: Sequence[Token]) -> bool:
    """`При этом`, `Кроме того`, `В свою очередь`: introductory words that report nothing by
    themselves.
    """
    return all(
        t.pos in ("ADP", "ADV", "PRON", "DET", "CCONJ", "SCONJ", "PART", "PUNCT")
        or t.lemma in _INTRODUCING
        for t in words
    )
