"""Speech without `что`: what somebody asks for, stresses, announces or describes.

Comes in: a `Reading` and the index of a reporting verb. Goes out: `ReportedSpeech`, or None.
"""

from collections.abc import Sequence

from baqylau.facts.grammar.quotes.mixed import speech_like
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.facts.ru.quotes.reading import Reading, has_verb
from baqylau.facts.ru.words.clauses import clause_end
from baqylau.facts.ru.words.speech import (
    is_finite,
    is_verb,
    marked_in,
    trimmed,
    verbs,
)
from baqylau.model.words import Token


def requested(r: Reading, at: int) -> ReportedSpeech | None:
    """`рекомендовала Казахстану поднять охват до 95 процентов`"""
    if not is_verb(r.words[at], "infinitive"):
        return None
    goal = next(
        (
            i
            for i in range(at + 1, min(at + 8, len(r.words)))
            if r.words[i].feats.get("VerbForm") == "Inf"
        ),
        None,
    )
    goal = goal - 1 if goal and r.words[goal - 1].text.lower() == "не" else goal
    if goal is None or any(t.text in (",", ":", "«", '"') for t in r.words[at:goal]):
        return None
    before = [t for t in r.words[:at] if t.start >= r.end]
    speaker_mention = r.finder.subject(before, r.words[at + 1 : goal], r.words[at])
    start = next(
        (i for i in range(at + 1, goal) if r.words[i].pos in ("ADP", "ADV")), goal
    )  # `до 1 марта завершить`
    return (
        r.speech(
            [r.span(start, _wish_end(r.words, goal, clause_end(r.words, goal)))],
            at,
            speaker_mention,
            "ru.infinitive",
        )
        if speaker_mention
        else None
    )


def _wish_end(words: Sequence[Token], goal: int, end: int) -> int:
    """`пообещала прекратить поставки, | однако дала отсрочку`: before the mark or the `и` behind
    which a clause with a verb of its own tells what happened; a subordinate clause belongs to the
    wish.
    """
    cut, subordinate = None, False
    for i in range(goal + 1, end):
        token = words[i]
        if token.text == "," or (token.text in "–—" and not subordinate):
            opens = {t.text.lower() for t in words[i + 1 : i + 4]} & verbs("subordinate")
            cut, subordinate = i, bool(opens)
        elif token.text.lower() == "и" and not subordinate:
            cut = i
        elif is_finite(token) and not subordinate and cut is not None:
            return cut
    return end


def emphasised(r: Reading, at: int) -> ReportedSpeech | None:
    """`отметил вклад рабочих`, `подчеркнул важность переговоров`"""
    verb = r.words[at]
    if (
        verb.lemma not in verbs("nominal")
        or verb.feats.get("VerbForm") != "Fin"
        or at + 2 >= len(r.words)
    ):
        return None
    first = at + 1
    while first < len(r.words) - 1 and r.words[first].pos in ("ADV", "PART"):
        first += 1
    head = next((t for t in r.words[first : first + 4] if t.pos == "NOUN"), None)
    agreeing = r.words[first].pos in ("NOUN", "ADJ", "DET") and r.words[first].feats.get(
        "Case"
    ) in ("Acc", "Nom")
    if (
        head is None
        or not agreeing
        or head.feats.get("Animacy") == "Anim"
        or head.lemma in verbs("celebrated")
        or head.feats.get("Case") not in ("Acc", "Nom")
    ):
        return None
    speaker_mention = r.speaker(at, at + 1)
    if speaker_mention is None or speaker_mention.kind in ("people", "institution"):
        return None
    return r.speech([r.span(first, clause_end(r.words, first))], at, speaker_mention, "ru.stressed")


def about(r: Reading, at: int) -> ReportedSpeech | None:
    """`заявил о готовности к переговорам`"""
    words = r.words
    if (
        words[at].lemma not in verbs("about")
        or at + 3 >= len(words)
        or words[at + 1].lemma not in ("о", "об")
        or words[at + 2].pos in ("PRON", "DET")
    ):
        return None
    return r.speech(
        [r.span(at + 2, clause_end(words, at + 2))],
        at,
        r.speaker(at, at + 1),
        "ru.about",
    )


def described(r: Reading, at: int) -> ReportedSpeech | None:
    """`охарактеризовал документ как «не просто символ, …»`: words in marks behind a verb of
    describing.
    """
    verb = r.words[at]
    if (
        verb.lemma in ("продолжать", "продолжить")
        and r.words[at + 1 : at + 2]
        and r.words[at + 1].feats.get("VerbForm") == "Inf"
    ):
        return None
    speaker_mention = r.speaker(at, at + 6)
    if speaker_mention is None and is_verb(verb, "opinion"):
        return None  # `законопроект предполагал снос «…»`
    for stretch in marked_in(r.a, verb.end, r.words[-1].end + 1):
        if speech_like(r.a, stretch.inner, has_verb):
            return r.speech(
                [trimmed(r.a.text, stretch.inner.start, stretch.inner.end)],
                at,
                speaker_mention,
                "ru.partly_quoted",
                "mixed",
            )
    return None
