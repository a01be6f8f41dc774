"""Speech before a comma and its reporting verb: `Рост составил 5,8%, сообщил министр X.`

Comes in: a `Reading` and the index of a reporting verb. Goes out: `ReportedSpeech`, or None.
"""

from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.attribution.objects import behind_day
from baqylau.facts.ru.quotes.reading import Reading
from baqylau.facts.ru.quotes.relaying import relays, told
from baqylau.facts.ru.words.clauses import clause_end, is_introduction, piece_start
from baqylau.facts.ru.words.speech import (
    is_finite,
    is_verb,
    verbs,
)


def trailing(r: Reading, at: int) -> ReportedSpeech | None:
    """`Рост составил 5,8%, сообщил министр X.`; `передаёт агентство` and `сообщает
    пресс-служба` are attributions only.
    """
    first = _mark_before(r, at)
    if first is None:
        return None
    who = _speaker(r, at)
    if who is None:
        return None
    start = piece_start(r.words, first)
    while start < first and r.words[start].start < r.end:
        start += 1
    if r.a.text.startswith(("Об этом ", "об этом "), r.words[start].start):
        # `Об этом в четверг, 14 ноября, сообщили в полиции` points at the content before
        return None
    content = [] if is_introduction(r.words[start:first]) else [r.span(start, first)]
    comma = r.comma_behind(r.index(who.end))
    if comma and _goes_on(r, start, first, comma):
        content.append(r.span(comma + 1, clause_end(r.words, comma + 1)))
    return r.speech([c for c in content if c.end > c.start], at, who, "ru.trailing_verb")


def _mark_before(r: Reading, at: int) -> int | None:
    """The index of the comma or dash that parts the content from the verb; None where the verb
    reports nothing that stands before it.
    """
    verb = r.words[at]
    marks = (i for i in range(at - 1, max(-1, at - _NEAR), -1) if r.words[i].text in ",–—")
    first = next(marks, None)
    if not first or not is_verb(verb, "say", "opinion", "impersonal"):
        return None
    if verb.lemma in verbs("knowing"):
        return None  # `…, её знает каждый житель`
    if verb.feats.get("VerbForm") == "Conv" or any(
        t.lemma == "ли" for t in r.words[at + 1 : at + 2]
    ):
        return None
    if verb.lemma in verbs("publishing") and _is_relative_clause(r, first):
        return None
    between = r.words[first + 1 : at]
    if any(t.pos in ("VERB", "SCONJ", "CCONJ") or t.lemma == "который" for t in between):
        return None
    parted = r.comma_behind(at) is not None  # `При этом, отмечает X, …`: the content stands behind
    clause = any(t.pos in ("VERB", "AUX", "ADJ", "ADV") or t.text in "–—" for t in r.words[:first])
    return first if parted or clause else None


_NEAR = 5  # words back from the verb to the mark


def _speaker(r: Reading, at: int) -> SpeakerMention | None:
    """The subject behind the verb, in the same clause."""
    verb = r.words[at]
    if is_verb(verb, "impersonal"):
        who = r.speaker(at, len(r.words))
    else:
        behind = behind_day(r.words[at + 1 :])[:_REACH]
        colon = next((i for i, t in enumerate(behind) if t.text == ":"), len(behind))
        who = r.finder.subject((), behind[:colon], verb, after_first=True)
    if who is None or (relays(r.a, who, verb) and not told(r.a, who, verb)):
        return None
    own = behind_day(r.words[at + 1 : r.index(who.start)])
    parted = any(t.text == "," for t in own)
    return None if parted else who


_REACH = 13  # words from the verb to the subject


def _goes_on(r: Reading, start: int, first: int, comma: int) -> bool:
    """Whether the content goes on behind the comma, and nobody relays it there (`…, передаёт
    агентство`).
    """
    if any(is_verb(t, "say", "impersonal") for t in r.words[comma + 1 : comma + 3]):
        return False
    follows = r.words[comma + 1].pos not in ("ADJ", "VERB", "PRON", "SCONJ")
    return follows or _continues_clause(r, start, first, comma)


def _is_relative_clause(r: Reading, until: int) -> bool:
    """`Фотографии, которые продаются на рынке, опубликовал X`: the verb before the comma is
    that of a clause with `который`, and its noun is what was published.
    """
    start = piece_start(r.words, until)
    clause = next((i for i in range(start, until) if r.words[i].lemma == "который"), until)
    return not any(is_finite(t) for t in r.words[start:clause])


def _continues_clause(r: Reading, start: int, first: int, comma: int) -> bool:
    """`Полив, утверждает X, обходится дороже`: the clause had no verb before the
    interruption.
    """
    behind = r.words[comma + 1]
    short = behind.feats.get("Variant") == "Short"
    return (is_finite(behind) or short) and not any(is_finite(t) for t in r.words[start:first])
