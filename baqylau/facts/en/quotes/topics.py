"""What somebody noted, and what they called a thing: `noted the importance of clean water`, `called
the plan “…”`. Comes in: a `Text`, a sentence and a reporting clause. Goes out: `ReportedSpeech`.
"""

from baqylau.facts.en.quotes.clauses import Clause, verb_at
from baqylau.facts.en.quotes.content import content_end
from baqylau.facts.en.quotes.statement import form_of, made, statement
from baqylau.facts.en.words.marks import mark_index, trimmed
from baqylau.facts.en.words.positions import POSSESSIVE
from baqylau.facts.en.words.text import Text
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.lang.en.wordlists import entries
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Sentence

_FEWEST = 2  # words of a statement

_NEAR_THAT = 16


def topic(text: Text, s: Sentence, clause: Clause) -> ReportedSpeech | None:
    """`noted the importance of clean water`"""
    i = _behind_owner(text, clause.behind)
    while text.pos(i) == "DET" or text.pos(i) == "ADJ":
        i += 1
    if text.low(i) not in entries("speech", "topic_heads") and text.low(i + 1) not in entries(
        "speech", "topic_heads"
    ):
        return None
    end = clause.behind
    while end < s.last and text.word(end) not in (".", ";", ",", ":"):
        end += 1
    content = trimmed(text.text, text.start(clause.behind), text.end(end))
    count = sum(t.text[0].isalnum() for t in text.analysis.tokens_in(content.start, content.end))
    return (
        made(text, clause, content, "en.topic", form_of(text, content))
        if count > _FEWEST + 1
        else None
    )


def _behind_owner(text: Text, i: int) -> int:
    """Behind `Kazakhstan’s` in `stressed Kazakhstan’s readiness`; else the token itself."""
    owned = (k for k in range(i + 1, i + _LONGEST_OWNER) if text.low(k) in POSSESSIVE)
    k = next(owned, i)
    return k + 1 if k > i and all(text.pos(n) in _OWNER for n in range(i, k)) else i


_LONGEST_OWNER = 6  # tokens
_OWNER = ("DET", "ADJ", "NOUN", "PROPN")


def asked_to(
    text: Text, s: Sentence, clause: Clause, taken: SpanIndex[Span]
) -> ReportedSpeech | None:
    """`asked the minister to finish the work “within six months”`: what to do, partly in marks."""
    near = range(clause.behind, min(clause.behind + _NEAR_THAT, s.last - 1))
    to = next((i for i in near if text.low(i) == "to" and text.pos(i + 1) != "DET"), None)
    if to is None or any(
        text.low(i) in ("that", ",") or text.pos(i) == "AUX" for i in range(clause.behind, to)
    ):
        return None
    if any(
        text.low(i) == "and" and verb_at(text, i + 1) > i + 1
        for i in range(to, min(s.last, to + _NEAR_THAT))
    ):
        return None  # urged the children to study and said “…”
    found = statement(text, clause, to + 1, content_end(text, to + 1, s.last), "en.asked_to", taken)
    return found if found and found.form == "mixed" else None


def called_so(
    text: Text, s: Sentence, clause: Clause, taken: SpanIndex[Span]
) -> ReportedSpeech | None:
    """`called the tender “a shame for the whole city”`: the words in marks."""
    if clause.named.mention.head.text.lower() == "it":
        return None
    start, stop = text.start(clause.behind), text.end(s.last)
    found = next(
        (m for m in mark_index(text.analysis).touching(start, stop) if m.start >= start), None
    )
    if found is None or any(True for _ in taken.touching(found.inner.start, found.inner.end)):
        return None
    between = text.index(found.start) - clause.behind
    objects = [k for k in range(clause.behind, clause.behind + between) if text.pos(k) != "DET"]
    if text.low(clause.verb) in ("dubbed", "branded", "labelled", "labeled") and not objects:
        return None  # a man dubbed the “Shepherd”
    if between > _NEAR_THAT or any(
        verb_at(text, i) > i for i in range(clause.behind, text.index(found.start))
    ):
        return None
    content = trimmed(text.text, found.inner.start, found.inner.end)
    count = sum(t.text[0].isalnum() for t in text.analysis.tokens_in(content.start, content.end))
    return made(text, clause, content, "en.called", "mixed") if count >= _FEWEST else None
