"""Speech before a comma and its reporting verb: `Рост составил 5,8%, сообщил министр X.`

Comes in: a `Reading` and the index of a reporting verb. Goes out: `ReportedSpeech`, or None.
"""

from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.facts.ru.quotes.reading import Reading
from baqylau.facts.ru.quotes.relaying import relays
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
    first = next(
        (i for i in range(at - 1, max(-1, at - 5), -1) if r.words[i].text in (",", "–", "—")),
        None,
    )
    if (
        first is None
        or first < 1
        or any(t.lemma == "ли" for t in r.words[at + 1 : at + 2])
        or not is_verb(r.words[at], "say", "opinion", "impersonal")
        or (r.words[at].lemma in verbs("publishing") and _is_relative_clause(r, first))
        or any(
            t.pos in ("VERB", "SCONJ", "CCONJ") or t.lemma == "который"
            for t in r.words[first + 1 : at]
        )
    ):
        return None
    parted = r.comma_behind(at) is not None  # `При этом, отмечает X, …`: the content stands behind
    if r.words[at].feats.get("VerbForm") == "Conv" or not (
        parted
        or any(t.pos in ("VERB", "AUX", "ADJ", "ADV") or t.text in "–—" for t in r.words[:first])
    ):
        return None
    if is_verb(r.words[at], "impersonal"):
        speaker_mention = r.speaker(at, len(r.words))
    else:
        speaker_mention = r.finder.subject(
            (), r.words[at + 1 : at + 14], r.words[at], after_first=True
        )
    if (
        speaker_mention is None
        or relays(r.a, speaker_mention, r.words[at])
        or any(t.text == "," for t in r.words[at + 1 : r.index(speaker_mention.start)])
    ):
        return None
    start = piece_start(r.words, first)
    while start < first and r.words[start].start < r.end:
        start += 1
    if r.a.text.startswith(("Об этом ", "об этом "), r.words[start].start):
        # `Об этом в четверг, 14 ноября, сообщили в полиции` points at the content before
        return None
    comma = r.comma_behind(r.index(speaker_mention.end))
    content = [] if is_introduction(r.words[start:first]) else [r.span(start, first)]
    relayed = comma and any(
        is_verb(t, "say", "impersonal") for t in r.words[comma + 1 : comma + 3]
    )  # `…, передаёт агентство`
    if (
        comma
        and not relayed
        and (
            r.words[comma + 1].pos not in ("ADJ", "VERB", "PRON", "SCONJ")
            or _continues_clause(r, start, first, comma)
        )
    ):
        content.append(r.span(comma + 1, clause_end(r.words, comma + 1)))
    return r.speech(
        [c for c in content if c.end > c.start], at, speaker_mention, "ru.trailing_verb"
    )


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
