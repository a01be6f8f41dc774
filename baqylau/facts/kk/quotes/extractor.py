"""Direct and indirect speech in Kazakh.

Comes in: an `Analysis`. Goes out: `Quote`s. The rules, with the pattern that each one reads:

    `«…», – деді X`            closing mark, then the verb            kk.marks_then_verb
    `«…⏎…», – деді X`          the same over several paragraphs       kk.marks_over_paragraphs
    `…, - деді X.`             no opening mark, as BAQ.KZ prints it   kk.dash_then_verb
    `X: «…»`                   the speaker stands before a colon      kk.colon_then_marks
    `…, деп жазды X`           only a comma before деп                kk.comma_deep
    `X-тың айтуынша, …`        a source phrase and a comma            kk.according
    `X …-ғанын мәлімдеді`      a clause in the accusative             kk.accusative_clause
    `X … деп болжайды`         a clause closed by деп                 kk.clause_deep
"""

import re
from collections.abc import Iterable, Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.kk.speakers.resolver import KazakhSpeaker, KazakhSpeakerResolver
from baqylau.lang.kk.speech import any_of
from baqylau.model.fact import Quote, Slot
from baqylau.model.span import Span

_CUE = rf"(?:деп\s+(?:{any_of('deep')})|{any_of('dedi')})"
_CLOSED = re.compile(rf"[»”\"]\s*+(?:[,.!?…]\s*+)?(?:[-–—]\s*+)?(?P<cue>{_CUE})(?!\w)")
_DASHED = re.compile(rf"[,.!?…]\s*[-–—]\s*(?P<cue>{_CUE})(?!\w)")
_COMMA = re.compile(rf",\s+(?P<cue>деп\s+(?:{any_of('deep')}))(?!\w)")
_COLON = re.compile(
    r":\s*[«“\"](?P<content>[^«»“”\"\n]{10,}(?:«[^»\n]{0,200}»[^«»\n]{0,500}){0,5})[»”\"]"
)
_ACCORDING = re.compile(rf"(?P<cue>(?:{any_of('according')}))\s*,\s*")
_CLAUSE = re.compile(
    rf"(?P<end>(?:{any_of('clause_endings')}))\s+(?P<cue>{any_of('clause')})"
    r"(?:\s+болатын)?\s*[.!]?$"
)
_DEEP = re.compile(rf"(?<![,»”\"–—\s-])\s+(?P<cue>деп\s+(?:{any_of('deep')}))\s*[.!]?$")
_OPENING = {"»": "«", "”": "“", '"': '"'}
_FEWEST_LETTERS = 10  # «Әміре» деді: a title or a single word is no quote


def extract(analysis: Analysis) -> Iterable[Quote]:
    """Every quote of a Kazakh text, in no particular order, none over the same content twice."""
    resolver = KazakhSpeakerResolver(analysis)
    found: list[Quote] = []
    for rule in (_marked, _introduced, _dashed, _comma, _according, _accusative, _clause_deep):
        for quote in rule(analysis, resolver):
            if not any(
                p.overlaps(part) for q in found for p in q.content for part in quote.content
            ):
                found.append(quote)
    return found


def _marked(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Quote]:
    for i, paragraph in enumerate(a.paragraphs):
        for close in _CLOSED.finditer(a.text, paragraph.start, paragraph.end):
            earlier: tuple[Span, ...] = ()
            start = _opening(a.text, close.start(), paragraph.start)
            if start is None or start == paragraph.start + 1:  # some papers repeat the mark
                earlier = _earlier(a, i, a.text[close.start()])
                start = _behind_mark(a.text, paragraph) if earlier else start
            if start is None or close.start() - start < _FEWEST_LETTERS:
                continue
            content = (*earlier, Span(start, close.start()))
            rule = "kk.marks_over_paragraphs" if earlier else "kk.marks_then_verb"
            before = content[0].start
            yield _quote(a, content, close, resolver, rule, "direct", 0.92, before=before)


def _earlier(a: Analysis, at: int, closing: str) -> tuple[Span, ...]:
    """The paragraphs of a quote before the one that closes it: back to the first whose mark is
    still open, each of them without a closing mark. Nothing where there is no such paragraph.
    """
    opening = _OPENING[closing]
    parts: list[Span] = []
    whole: tuple[Span, ...] = ()
    for paragraph in reversed(a.paragraphs[max(0, at - _MOST_PARAGRAPHS) : at]):
        text = paragraph.of(a.text)
        opened = text.count(opening) % 2 if opening == closing else text.count(opening)
        closed = 0 if opening == closing else text.count(closing)
        if closed > opened or closed == opened > 0:
            break
        mark = text.rfind(opening) if opened else -1
        parts.append(Span(paragraph.start + mark + 1, paragraph.end))
        if mark >= 0:
            whole = tuple(reversed(parts))
        if mark > 0:
            break
    return whole


_MOST_PARAGRAPHS = 8


def _behind_mark(text: str, paragraph: Span) -> int:
    """The first word of a paragraph that goes on with a quote."""
    return paragraph.start + (text[paragraph.start] in '«“"')


def _introduced(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Quote]:
    for paragraph in a.paragraphs:
        for found in _COLON.finditer(a.text, paragraph.start, paragraph.end):
            sentence = a.sentence_span(found.start())
            speaker = resolver.in_stretch(
                max(sentence.start, paragraph.start), found.start(), last=True
            )
            if speaker:
                yield _build(
                    a,
                    Span(*found.span("content")),
                    None,
                    speaker,
                    "kk.colon_then_marks",
                    "direct",
                    0.85,
                )


def _dashed(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Quote]:
    for paragraph in a.paragraphs:
        start = paragraph.start
        for close in _DASHED.finditer(a.text, paragraph.start, paragraph.end):
            content = _trimmed(a.text, start, close.start())
            start = close.end()
            if content.end - content.start >= _FEWEST_LETTERS:
                yield _quote(a, content, close, resolver, "kk.dash_then_verb", "direct", 0.9)


def _comma(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Quote]:
    for sentence in a.sentences:
        for close in _COMMA.finditer(a.text, sentence.start, sentence.end):
            content = _trimmed(a.text, sentence.start, close.start())
            speaker = resolver.in_stretch(close.end(), sentence.end)
            if (
                speaker
                and content.end - content.start >= _FEWEST_LETTERS
                and not speaker.slot.text.isascii()
            ):
                yield _build(a, content, _slot(a, close), speaker, "kk.comma_deep", "direct", 0.8)


def _according(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Quote]:
    for sentence in a.sentences:
        found = _ACCORDING.search(a.text, sentence.start, sentence.end)
        speaker = found and resolver.in_stretch(sentence.start, found.start(), last=True)
        if found and speaker:
            content = Span(found.end(), _without_stop(a.text, sentence.end))
            yield _build(
                a, content, _slot(a, found), speaker, "kk.according", _form(a.text, content), 0.82
            )


def _accusative(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Quote]:
    for sentence in a.sentences:
        yield from _clause(
            a, resolver, sentence.start, sentence.end, _CLAUSE, "kk.accusative_clause"
        )


def _clause_deep(a: Analysis, resolver: KazakhSpeakerResolver) -> Iterator[Quote]:
    for sentence in a.sentences:
        yield from _clause(a, resolver, sentence.start, sentence.end, _DEEP, "kk.clause_deep")


def _clause(
    a: Analysis,
    resolver: KazakhSpeakerResolver,
    start: int,
    end: int,
    pattern: re.Pattern[str],
    rule: str,
) -> Iterator[Quote]:
    """Subject first, then the clause, the verb last: the words between subject and verb are the
    content.
    """
    found = pattern.search(a.text[start:end].rstrip())
    if not found:
        return
    clause_end = start + (found.end("end") if "end" in pattern.groupindex else found.start())
    speaker = _subject(a, resolver, start, clause_end)
    if not speaker:
        return
    content = _trimmed(a.text, speaker.slot.end, clause_end)
    if content.end - content.start >= _FEWEST_LETTERS:
        cue = Slot(start + found.start("cue"), start + found.end("cue"), found["cue"])
        yield _build(a, content, cue, speaker, rule, _form(a.text, content), 0.78)


def _subject(
    a: Analysis, resolver: KazakhSpeakerResolver, start: int, end: int
) -> KazakhSpeaker | None:
    """A nominative person or institution among the first words; a name in an oblique case is no
    subject.
    """
    names = [
        m
        for m in a.mentions
        if start <= m.start
        and m.end <= end
        and m.type != "place"
        and m.start - start < _SUBJECT_REACH
    ]
    people = [m for m in names if m.type == "person"] or names
    for mention in people:
        if mention.name and mention.text[-2:] == mention.name[-2:]:
            return resolver.in_stretch(mention.start, mention.end)
    first = re.match(r"\w+(?:\s+\w+)?", a.text[start:end])
    speaker = resolver.in_stretch(start, start + len(first[0])) if first and not names else None
    return (
        speaker
        if speaker
        and not speaker.slot.text.lower().endswith(("ның", "нің", "дың", "дің", "тың", "тің"))
        else None
    )


_SUBJECT_REACH = 60  # characters into the sentence: a role of five words and a name


def _quote(
    a: Analysis,
    content: Span | tuple[Span, ...],
    close: re.Match[str],
    resolver: KazakhSpeakerResolver,
    rule: str,
    form: str,
    confidence: float,
    before: int | None = None,
) -> Quote:
    """The speaker stands after the verb (`деді X`), or before the opening mark (`Ол: «…», – деп
    түйіндеді`).
    """
    sentence_end = _clause_end(a.text, close.end())
    speaker = resolver.in_stretch(close.end(), sentence_end)
    if speaker is None and before is not None:
        speaker = resolver.in_stretch(a.sentence_span(before).start, before, last=True)
    return _build(
        a,
        content,
        _slot(a, close),
        speaker,
        rule,
        form,
        confidence if speaker else confidence - 0.2,
    )


def _build(
    a: Analysis,
    content: Span | tuple[Span, ...],
    cue: Slot | None,
    speaker: KazakhSpeaker | None,
    rule: str,
    form: str,
    confidence: float,
) -> Quote:
    parts = content if isinstance(content, tuple) else (content,)
    ends = [*parts, *(Span(s.start, s.end) for s in (cue, speaker and speaker.slot) if s)]
    start, end = min(x.start for x in ends), max(x.end for x in ends)
    return Quote(
        start=start,
        end=end,
        text=a.text[start:end],
        sentence=a.sentence_span(parts[0].start),
        confidence=confidence,
        rule=rule,
        form="direct" if form == "direct" else "mixed" if form == "mixed" else "indirect",
        content=parts,
        cue=cue,
        speaker=speaker.slot if speaker else None,
        speaker_name=speaker.name if speaker else None,
        speaker_role=speaker.role if speaker else None,
    )


def _slot(a: Analysis, found: re.Match[str]) -> Slot:
    start, end = found.span("cue")
    return Slot(start, end, a.text[start:end])


def _opening(text: str, close: int, floor: int) -> int | None:
    """Where the words inside the mark that closes at `close` begin; nested pairs are skipped."""
    closing = text[close]
    opening = _OPENING[closing]
    if closing == opening:
        at = text.rfind(opening, floor, close)
        return at + 1 if at >= 0 else None
    depth = 0
    for at in range(close, floor - 1, -1):
        depth += (text[at] == closing) - (text[at] == opening)
        if depth == 0:
            return at + 1
    return None


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without the dash, marks, commas and spaces around it."""
    while start < end and text[start] in ' \n-–—,:«“"':
        start += 1
    while end > start and text[end - 1] in " \n-–—,":
        end -= 1
    return Span(start, end)


def _without_stop(text: str, end: int) -> int:
    while end > 0 and text[end - 1] in " \n.":
        end -= 1
    return end


def _clause_end(text: str, start: int) -> int:
    """The end of the reporting clause: a full stop that does not belong to an initial, a dash
    before more speech, or the end of the line.
    """
    found = re.compile(r"(?<![А-ЯЁӘҒҚҢӨҰҮҺІ])[.!?…](?=\s|$)|\s[-–—]\s|\n").search(text, start)
    return found.start() if found else len(text)


def _form(text: str, content: Span) -> str:
    inside = content.of(text)
    quoted = re.search(r"[«“\"]([^«»“”\"]{15,})[»”\"]", inside)
    return "mixed" if quoted and len(quoted[1].split()) > 2 else "indirect"
