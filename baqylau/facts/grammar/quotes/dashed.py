"""Speech without quotation marks: a paragraph that begins with a dash, or a paragraph that a
reporting clause interrupts, ends or announces.

Comes in: an `Analysis`, a paragraph, the clause that announced it and the hooks of the language.
Goes out: `ReportedSpeech`.
"""

import re
from collections.abc import Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.blocks import count, trimmed
from baqylau.facts.grammar.quotes.marked import FEWEST
from baqylau.facts.grammar.quotes.speech import QuoteHooks, ReportedSpeech, ReportingClause
from baqylau.facts.grammar.quotes.split import made, split
from baqylau.model.span import Span

DASH = re.compile(r"[–—-]\s+")
_ENDS = (".", "!", "?", "…")
_NAME_AND_OFFICE = 90  # characters of a speaker with his office before a colon


def dashed(
    a: Analysis, paragraph: Span, announcement: ReportingClause | None, hooks: QuoteHooks
) -> Iterator[ReportedSpeech]:
    """A paragraph that begins with a dash is speech if a reporting clause interrupts or ends
    it, or if the paragraph before announced it.
    """
    opening = DASH.match(a.text, paragraph.start)
    assert opening is not None  # the caller matched it
    content, clause = split(a, Span(opening.end(), paragraph.end), hooks)
    if clause:
        rule, nobody = f"{a.language}.dash_paragraph", clause.speaker_mention is None
        yield made(content, clause, rule, paragraph.start, continues=nobody)
        return
    whole = trimmed(a.text, opening.end(), paragraph.end)
    text = a.text[paragraph.start : paragraph.end].rstrip()
    item = _is_item(a, paragraph, text, hooks)
    if announcement and not item and (not announcement.weak or _is_sentence(a, paragraph, hooks)):
        yield made([whole], announcement, f"{a.language}.announced_dash", paragraph.start)
    elif count(a, whole) >= FEWEST and not item:
        yield made([whole], None, f"{a.language}.dash_alone", paragraph.start, continues=True)


def _is_item(a: Analysis, paragraph: Span, text: str, hooks: QuoteHooks) -> bool:
    """An item of a list: it ends or the one before it ends with a semicolon, or it has neither a
    full stop nor a verb.
    """
    follows = a.text[: paragraph.start].rstrip().endswith(";")
    bare = not text.endswith((*_ENDS, *_CLOSING)) and not hooks.is_clause(a, paragraph)
    return follows or bare or text.endswith((";", ":"))


_CLOSING = ("»", "”", '"')


def unmarked(
    a: Analysis, paragraph: Span, announcement: ReportingClause | None, hooks: QuoteHooks
) -> Iterator[ReportedSpeech]:
    """Speech without quotation marks: `Мы успеем, – сказал X.`, or a whole paragraph behind
    "заявил:".
    """
    if announcement and not announcement.weak:
        whole = trimmed(a.text, paragraph.start, paragraph.end)
        yield made([whole], announcement, f"{a.language}.announced_paragraph", paragraph.start)
        return
    named = _named_before_colon(a, paragraph, hooks)
    if named:
        yield named
        return
    content, clause = split(a, paragraph, hooks)
    known = clause and (clause.speaker_mention or clause.document is not None)
    if known and clause and not clause.written:
        yield made(content, clause, f"{a.language}.dash_then_verb", paragraph.start)


def _named_before_colon(a: Analysis, paragraph: Span, hooks: QuoteHooks) -> ReportedSpeech | None:
    """`Айбек Оспанов: Начнём весной.`: a headline or an interview, where only the speaker
    stands before the colon.
    """
    words = a.tokens_in(paragraph.start, min(paragraph.start + _NAME_AND_OFFICE, paragraph.end))
    colon = next((i for i, t in enumerate(words) if t.text == ":"), None)
    if not colon or colon + 1 >= len(words) or words[colon].end == words[colon + 1].start:
        return None
    mention = hooks.named(a, words[0].start, words[colon - 1].end)
    content = trimmed(a.text, words[colon].end, paragraph.end)
    if mention is None or not a.text[content.start].isupper() or count(a, content) < FEWEST:
        return None
    return ReportedSpeech(
        (content,), "direct", f"{a.language}.name_colon", None, mention, paragraph.start
    )


def _is_sentence(a: Analysis, paragraph: Span, hooks: QuoteHooks) -> bool:
    """Whether the paragraph is a sentence with a verb and a full stop; an item of a list has
    neither.
    """
    ended = a.text[paragraph.start : paragraph.end].rstrip().endswith(_ENDS)
    return ended and hooks.is_clause(a, paragraph)
