"""Speech in quotation marks. Each pattern is a function of one quoted stretch and its paragraph;
the first that reads it wins. Words in marks that are no speech (titles, companies, scare quotes)
have no reporting clause beside them and are left out.

Comes in: a `Stretch`. Goes out: `ReportedSpeech`, or None.
"""

import re
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotation_marks import Quoted
from baqylau.facts.grammar.quotes.blocks import count, trimmed
from baqylau.facts.grammar.quotes.speech import QuoteHooks, ReportedSpeech, ReportingClause
from baqylau.facts.grammar.quotes.split import made, split
from baqylau.model.span import Span

_AFTER = re.compile(r"\s*[,.!?…]{0,3}\s*[–—-]?\s*")
_CONTINUED = re.compile(r"[.,]?\s{0,3}[–—-]\s{0,3}")
_ENDS = (".", "!", "?", "…")
_NEAR = 7
"""Words between a closing mark and its verb: `– на пресс-конференции в Астане заявил`."""
FEWEST = 3
"""The fewest words of a quote without a reporting verb of its own; fewer words in marks are a
title.
"""
_RIGHT_BEHIND = 4  # characters: a full stop, a line feed, and the next word begins


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch in marks, the one behind it in the same paragraph, the clause of the paragraph
    before that announced it, and whether speech stands before it in the paragraph.
    """

    a: Analysis
    hooks: QuoteHooks
    paragraph: Span
    marks: Quoted
    following: Quoted | None
    announcement: ReportingClause | None
    had_speech: bool

    @property
    def content(self) -> Span:
        return trimmed(self.a.text, self.marks.inner.start, self.marks.inner.end)

    @property
    def before(self) -> str:
        """The words of the paragraph before the marks, without a dash behind a colon: `Он сказал: –
        «…»`.
        """
        words = self.a.text[self.paragraph.start : self.marks.outer.start].rstrip()
        bare = words.rstrip(" –—-")
        return bare if bare.endswith(":") else words

    def rule(self, name: str) -> str:
        return f"{self.a.language}.{name}"


def closed(s: Stretch) -> ReportedSpeech | None:
    """`«…», – сказал X` and `«…», – сказал X. – «…»`"""
    clause = following_clause(s.a, s.marks.outer.end, s.paragraph, s.hooks)
    if clause is None or _is_part(s) or s.hooks.is_name(s.a, s.marks, s.paragraph):
        return None
    if clause.speaker_mention is None and clause.document is None:
        leading = leading_clause(s)
        mention = leading.speaker_mention if leading else None
        clause = ReportingClause(clause.cue, mention, clause.end)
    content = [s.content]
    after = s.following
    if after and _CONTINUED.fullmatch(s.a.text, clause.end, after.outer.start):
        content.append(trimmed(s.a.text, after.inner.start, after.inner.end))
    rule = s.rule("marks_then_verb" if s.marks.opened else "unopened_marks")
    nobody = clause.speaker_mention is None
    return made(content, clause, rule, s.marks.outer.start, continues=nobody)


def introduced(s: Stretch) -> ReportedSpeech | None:
    """`X заявил: «…»`"""
    if not s.before.endswith(":"):
        return None
    clause = leading_clause(s)
    if clause is None or count(s.a, s.marks.inner) < FEWEST - 1:
        return None
    reports, mention = s.hooks.reports(s.a, clause.cue), clause.speaker_mention
    if not reports and mention and mention.kind == "people":
        return None  # `рекламодатели смогут добавить надпись: «…»`
    rule, nobody = s.rule("verb_colon_marks" if reports else "colon_marks"), mention is None
    return made([s.content], clause, rule, s.marks.outer.start, continues=nobody)


def inside(s: Stretch) -> ReportedSpeech | None:
    """`«Первое, – сказал X. – Второе»`: the reporting clause stands inside the marks."""
    content, clause = split(s.a, s.marks.inner, s.hooks)
    if clause is None:
        return None
    nobody = clause.speaker_mention is None
    return made(content, clause, s.rule("split_in_marks"), s.marks.outer.start, continues=nobody)


def presented(s: Stretch) -> ReportedSpeech | None:
    """`Слова главного инженера X: «…»`, `«…» (X, директор)`, `«…». – X`, and `«…»` with the
    name on a line of its own: the speaker is named and no verb says so.
    """
    announces = s.before.endswith(":")
    if count(s.a, s.marks.inner) < FEWEST or (s.before and not s.before.endswith((":", *_ENDS))):
        return None
    mention = (
        s.hooks.owner(s.a, s.paragraph.start, s.marks.outer.start)
        if announces
        else s.hooks.signature(s.a, s.marks.outer.end)
    )
    if mention is None:
        return None
    rule = s.rule("announced_marks" if announces else "signed_marks")
    place = max(mention.start, s.marks.outer.start)
    return ReportedSpeech((s.content,), "direct", rule, None, mention, place)


def alone(s: Stretch) -> ReportedSpeech | None:
    """A whole sentence in marks without a reporting clause of its own: either the paragraph
    before announced it, or the last speaker continues.
    """
    first = s.before.strip(" –—-") == ""
    at = s.marks.outer.start
    if s.announcement and first:
        return made([s.content], s.announcement, s.rule("announced_marks"), at)
    after = s.a.text[s.marks.outer.end : s.paragraph.end].lstrip()
    whole = (first or s.before.endswith((*_ENDS, "»", '"'))) and (
        not after or after[0] in ".!?…" or s.a.text[s.marks.inner.end - 1] in ".!?…"
    )
    words = s.a.tokens_in(s.marks.inner.start, s.marks.inner.end)
    sentence = (
        len(words) > FEWEST and words[0].text[0].isupper() and s.hooks.is_clause(s.a, s.marks.inner)
    )
    if not (whole and sentence):
        return None
    clause = (None if s.had_speech else _sentence_before(s)) or _sentence_behind(s)
    return made([s.content], clause, s.rule("marks_alone"), at, continues=clause is None)


PATTERNS = (closed, introduced, inside, presented, alone)


def following_clause(
    a: Analysis, at: int, paragraph: Span, hooks: QuoteHooks
) -> ReportingClause | None:
    """The reporting clause right behind a closing mark, after a comma, a dash or a `?`; without
    one of these the verb comes at once.
    """
    after = _AFTER.match(a.text, at, paragraph.end)
    if after is None:
        return None
    parted = bool(set(after[0]) & set(",–—-")) or a.text[at - 2 : at - 1] in ("!", "?", "…")
    dash = bool(set(after[0]) & set("–—-"))
    return hooks.clause(a, after.end(), paragraph, _NEAR if parted else 1, dash)


def leading_clause(s: Stretch) -> ReportingClause | None:
    """`Министр заявил: «…»`, `Министр: «…», – сказал`: the reporting clause before the marks,
    in the same sentence.
    """
    if not s.before:
        return None
    end = s.paragraph.start + len(s.before)
    start = max(s.paragraph.start, s.a.sentence_at(end - 1).start)
    return s.hooks.leading(s.a, start, end)


def _is_part(s: Stretch) -> bool:
    """`проект «задушат согласованиями», сказал X`: the marks hold only a part of a clause; the
    rules of indirect speech read the whole clause.
    """
    before, inner = s.before[-1:], s.a.text[s.marks.inner.start : s.marks.inner.start + 1]
    part = s.marks.opened and inner.islower() and before.isalpha() and before.islower()
    return part and not s.hooks.is_whole(s.a, s.marks.inner)


def _sentence_before(s: Stretch) -> ReportingClause | None:
    """`О ценах рассказал продавец Рашид Алиев. «Картошка подешевела»`: the sentence before the
    marks names the speaker.
    """
    start = s.a.sentence_at(s.marks.outer.start).start
    if start <= s.paragraph.start:
        return None
    sentence = s.a.sentence_at(start - 1)
    return s.hooks.stated(s.a, sentence.start, sentence.end)


def _sentence_behind(s: Stretch) -> ReportingClause | None:
    """`«…». Так тренер прокомментировал итоги`: the next sentence points back and names the
    speaker.
    """
    words = s.a.tokens_in(s.marks.outer.end, s.marks.outer.end + _RIGHT_BEHIND)
    if words and words[0].text == ".":
        words = s.a.tokens_in(words[0].end, words[0].end + _RIGHT_BEHIND)
    if not words:
        return None
    sentence = s.a.sentence_at(words[0].start)
    if not s.hooks.points_back(s.a, words[0].start, sentence.end):
        return None
    return s.hooks.stated(s.a, words[0].start, sentence.end)
