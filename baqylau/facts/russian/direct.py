"""Direct speech in every typography: marks, dash paragraphs, a missing opening mark, split by the reporting clause.

Comes in: an `Analysis` and its `Voices`. Goes out: quotes in reading order. What stands in marks and is no speech (titles,
companies, scare quotes) has no reporting clause beside it and is left alone.
"""

import re
from collections.abc import Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.marks import Quoted, quoted
from baqylau.facts.russian.reporting import Report, first_verb, quote, report, trimmed
from baqylau.facts.russian.voices import Voice, Voices
from baqylau.model.fact import Quote
from baqylau.model.span import Span
from baqylau.model.words import Token

_ALL = ("say", "opinion", "direct", "adjectives")
_AFTER = re.compile(r"\s*[,.!?…]{0,3}\s*[–—-]?\s*")
_BREAK = re.compile(r"[,.!?…]{1,3}[»”\"]?\s+[–—-]\s+")
_RESUME = re.compile(r"[.,!?…]\s+[–—-]\s+(?=[«“\"]?\w)")
_DASH = re.compile(r"[–—-]\s+")
_FEWEST = 3  # words of a direct quote without a reporting verb of its own


def direct(a: Analysis, voices: Voices) -> Iterator[Quote]:
    """Every stretch of direct speech; voices remember who spoke."""
    waiting: Report | None = None  # a paragraph that ended with "заявил:"
    for paragraph in a.paragraphs:
        found = list(_paragraph(a, voices, paragraph, waiting))
        yield from found
        waiting = _announced(a, voices, paragraph)


def _paragraph(a: Analysis, voices: Voices, paragraph: Span, waiting: Report | None) -> Iterator[Quote]:
    marks = quoted(a.text, paragraph)
    if _DASH.match(a.text, paragraph.start, paragraph.end) and not (marks and not marks[0].opened):
        yield from _dashed(a, voices, paragraph, waiting)
        return
    done = paragraph.start
    for i, stretch in enumerate(marks):
        if stretch.outer.start < done:
            continue
        following = marks[i + 1] if i + 1 < len(marks) else None
        made = _closed(a, voices, stretch, following, paragraph) or _introduced(a, voices, stretch, paragraph)
        made = made or _inside(a, voices, stretch) or _alone(a, voices, stretch, paragraph, waiting)
        if made:
            voices.remember(_voice(made))
            done = max(s.end for s in made.content)
            yield made
    if waiting and not marks:
        yield quote(a, (trimmed(a.text, paragraph.start, paragraph.end),), waiting, "direct", "ru.announced_paragraph", 0.72)


def _voice(made: Quote) -> Voice | None:
    if made.speaker is None:
        return None
    return Voice(made.speaker, made.speaker_name, made.speaker_role, "person" if made.speaker_role or made.speaker.name else "role")


def _clause(a: Analysis, start: int, paragraph: Span) -> tuple[Token, ...]:
    """The words from `start` to the end of the reporting clause."""
    resume = _RESUME.search(a.text, start, paragraph.end)
    sentence = a.sentence_at(start)
    end = min(max(sentence.end, start + 1), paragraph.end, resume.start() if resume else paragraph.end)
    return a.tokens_in(start, end)


def _closed(a: Analysis, voices: Voices, stretch: Quoted, following: Quoted | None, paragraph: Span) -> Quote | None:
    """`«…», – сказал X` and `«…», – сказал X. – «…»`"""
    after = _AFTER.match(a.text, stretch.outer.end)
    inner_end = a.text[stretch.inner.end - 1 : stretch.inner.end]
    if after is None or not (set(after[0]) & set(",–—-!?") or inner_end in ",!?…"):
        return None
    words = _clause(a, after.end(), paragraph)
    at = first_verb(words, *_ALL, within=7)
    if at is None or any(t.text in ("который", "что", "где") for t in words[:at]):
        return None
    found = report(a, voices, words, at)
    content = [trimmed(a.text, stretch.inner.start, stretch.inner.end)]
    if following and words and _goes_on(a.text[words[-1].end : following.outer.start]):
        content.append(trimmed(a.text, following.inner.start, following.inner.end))
    if found.voice is None:
        found = Report(found.cue, _before(a, voices, stretch, paragraph), found.lemma)
    return quote(a, tuple(content), found, "direct", "ru.marks_then_verb" if stretch.opened else "ru.unopened_marks", 0.93)


def _goes_on(between: str) -> bool:
    """Between the reporting clause and the next marks stand only a mark and a dash: the speech goes on."""
    return re.fullmatch(r"[.,]?\s*[–—-]?\s*", between) is not None


def _before(a: Analysis, voices: Voices, stretch: Quoted, paragraph: Span) -> Voice | None:
    """`Министр: «…», – сказал`: the speaker before the marks, in the same sentence."""
    start = max(paragraph.start, a.sentence_at(stretch.outer.start).start)
    return voices.among(a.tokens_in(start, stretch.outer.start))


def _introduced(a: Analysis, voices: Voices, stretch: Quoted, paragraph: Span) -> Quote | None:
    """`X заявил: «…»`"""
    before = a.text[paragraph.start : stretch.outer.start].rstrip()
    if not before.endswith(":"):
        return None
    words = a.tokens_in(max(paragraph.start, a.sentence_at(paragraph.start + len(before) - 1).start), paragraph.start + len(before) - 1)
    at = first_verb(words, *_ALL, within=40)
    if at is None:
        voice = voices.among(words)
        if voice is None:
            return None
        cue = Report(a.slot(words[-1].start, words[-1].end), voice, "")
        return quote(a, (trimmed(a.text, stretch.inner.start, stretch.inner.end),), cue, "direct", "ru.colon", 0.75)
    found = report(a, voices, words, at)
    return quote(a, (trimmed(a.text, stretch.inner.start, stretch.inner.end),), found, "direct", "ru.verb_colon_marks", 0.9)


def _inside(a: Analysis, voices: Voices, stretch: Quoted) -> Quote | None:
    """`«Первое, – сказал X. – Второе»`: the reporting clause stands inside the marks."""
    content, found = _split(a, voices, stretch.inner)
    return quote(a, content, found, "direct", "ru.split_in_marks", 0.88) if found else None


def _split(a: Analysis, voices: Voices, span: Span) -> tuple[tuple[Span, ...], Report | None]:
    """Cut a stretch at its reporting clauses; no clause, no report."""
    pieces: list[Span] = []
    found: Report | None = None
    start = span.start
    for cut in _BREAK.finditer(a.text, span.start, span.end):
        if cut.start() < start:
            continue
        words = _clause(a, cut.end(), span)
        at = first_verb(words, *_ALL, within=4)
        if at is None or (words and words[0].text[0].isupper()):
            continue
        pieces.append(trimmed(a.text, start, cut.start() + len(cut[0].split()[0])))
        found = found or report(a, voices, words, at)
        resume = _RESUME.search(a.text, words[-1].start, span.end)
        start = resume.end() if resume else span.end
    if found and start < span.end:
        pieces.append(trimmed(a.text, start, span.end))
    return tuple(p for p in pieces if p.end > p.start), found


def _dashed(a: Analysis, voices: Voices, paragraph: Span, waiting: Report | None) -> Iterator[Quote]:
    """A paragraph that begins with a dash is somebody's speech when a reporting clause interrupts or ends it."""
    opened = _unopened_dash(a.text, paragraph.start)
    content, found = _split(a, voices, Span(opened, paragraph.end))
    if found:
        made = quote(a, content, found, "direct", "ru.dash_paragraph", 0.92)
        voices.remember(_voice(made))
        yield made
    elif waiting:
        yield quote(a, (trimmed(a.text, opened, paragraph.end),), waiting, "direct", "ru.announced_dash", 0.8)


def _unopened_dash(text: str, start: int) -> int:
    dash = _DASH.match(text, start)
    return dash.end() if dash else start


def _alone(a: Analysis, voices: Voices, stretch: Quoted, paragraph: Span, waiting: Report | None) -> Quote | None:
    """A whole sentence in marks with no clause of its own: announced by the paragraph before, or going on with the last speaker."""
    words = a.tokens_in(stretch.inner.start, stretch.inner.end)
    first = a.text[paragraph.start : stretch.outer.start].strip(" –—-") == ""
    whole = first and a.text[stretch.outer.end : paragraph.end].strip(" .") == ""
    content = (trimmed(a.text, stretch.inner.start, stretch.inner.end),)
    if waiting and first:
        return quote(a, content, waiting, "direct", "ru.announced_marks", 0.85)
    if not whole or len(words) < _FEWEST or not any(t.pos == "VERB" for t in words):
        return None
    last = voices.last_before(paragraph.start)
    if last is None:
        return None
    return quote(a, content, Report(a.slot(stretch.outer.start, stretch.outer.start), last, ""), "direct", "ru.marks_alone", 0.6)


def _announced(a: Analysis, voices: Voices, paragraph: Span) -> Report | None:
    """The paragraph ends with a colon behind a reporting verb."""
    if not a.text[paragraph.start : paragraph.end].rstrip().endswith(":"):
        return None
    words = a.words(a.sentence_at(paragraph.end - 1))
    at = first_verb(words, *_ALL, within=60)
    return report(a, voices, words[:-1], at) if at is not None else None
