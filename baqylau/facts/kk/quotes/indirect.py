"""Indirect and partly quoted speech of Kazakh: a clause in the accusative before the verb, a clause
closed by `деп`, and a sentence before a comma and its cue.

Comes in: an `Analysis` and the spans that direct speech has taken. Goes out: `ReportedSpeech`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.blocks import count, sentence_blocks, trimmed
from baqylau.facts.grammar.quotes.mixed import narrowed
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.quotes.relaying import relays
from baqylau.facts.kk.quotes.signed import is_clause
from baqylau.facts.kk.quotes.subjects import goes_on, subject
from baqylau.facts.kk.speakers.authors import document_in, owner
from baqylau.facts.kk.speakers.mentions import first, mentions
from baqylau.facts.kk.speakers.unlisted import name_unlisted
from baqylau.facts.kk.words.cues import VOICED, cue_at
from baqylau.facts.kk.words.datelines import behind_dateline
from baqylau.lang.kk.speech import any_of, words
from baqylau.lang.kk.verb_forms import finite
from baqylau.model.span import Span, SpanIndex

_BOUNDARY = r"(?=\s*(?:[.,;!?…:»”\"]|$|\s(?:деп|дей|және|әрі|бірақ)\b))"
_CONVERB = rf"(?:{any_of('converbs')})(?!\w)"
_CONVERB_CUE = re.compile(_CONVERB)
_ACCUSATIVE = re.compile(
    rf"(?P<end>(?<=\w)(?:{any_of('clause_endings')})|(?<!\w)(?:{any_of('clause_words')}))"
    rf"[»”\"]?\s+(?:(?:{any_of('adverbs')})\s+){{0,2}}"
    rf"(?P<cue>(?:{finite('say', 'denied', 'foresees')})(?!\w){_BOUNDARY}|{_CONVERB})"
)
_DATIVE = re.compile(
    rf"(?P<end>(?<=\w)(?:{any_of('clause_datives')})|(?<!\w)(?:{any_of('clause_dative_words')}))"
    rf"\s+(?:(?:{any_of('adverbs')})\s+)?"
    rf"(?P<cue>{finite('say', 'think')})(?!\w)"
)
_TOLD = re.compile(
    rf"(?<=\w)(?P<end>{any_of('clause_nominatives')})[»”\"]?\s+"
    rf"(?P<cue>(?:{any_of('told')})(?:\s+(?:еді|болатын|екен))?)(?!\w)"
)
_DEEP = re.compile(
    rf"(?<![,»”\"–—\s-])\s+(?P<cue>деп\s+(?:{finite('say', 'think')})|(?:{any_of('dedi')})(?=\.))"
    rf"(?!\w){_BOUNDARY}(?!\s*:)"
)
_COMMA = re.compile(rf",\s+(?=деп\s|(?:{any_of('dedi', 'written')})(?!\w))")
_PROMISED = re.compile(
    rf"(?<=\w)(?P<end>{any_of('promised_endings')})\s+(?P<cue>{finite('promises')})(?!\w)"
)
_VOICED = re.compile(rf"(?<![,»”\"–—\s-])\s+(?P<cue>{VOICED}){_BOUNDARY}")
_BEGINNINGS = {
    "promised": tuple({x.split()[0] for x in words("promises")}),
    "voiced_clause": ("деген",),
    "clause_deep": ("деп", *words("dedi")),
}
"""Words without which a pattern finds nothing: to look for them takes a tenth of its time."""
_FEWEST = 2  # words
_PIECE = re.compile(
    r"(?<![А-ЯЁӘҒҚҢӨҰҮҺІ])[.!?…;]\s|,\s+(?:ал|бірақ|алайда)\s"
    r"|(?<=[ғқ]андай),\s|(?<=[гк]ендей),\s"  # X хабарлағандай,
)


def indirect(a: Analysis, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """The speech that reporting verbs of the running text report."""
    for whole in sentence_blocks(a):
        block = Span(behind_dateline(a, whole.start, whole.end), whole.end)
        start, said = block.start, a.text[block.start : block.end]
        for pattern, rule in (
            (_ACCUSATIVE, "accusative_clause"),
            (_DATIVE, "dative_clause"),
            (_TOLD, "told_clause"),
            (_DEEP, "clause_deep"),
            (_PROMISED, "promised"),
            (_VOICED, "voiced_clause"),
        ):
            if rule in _BEGINNINGS and not any(x in said for x in _BEGINNINGS[rule]):
                continue
            start, before = block.start, None
            for found in pattern.finditer(a.text, block.start, block.end):
                speech = _of_one_subject(a, _clause(a, start, found, f"kk.{rule}"), before)
                start, before = found.end(), speech
                if speech and _free(speech.content, taken):
                    yield speech
        yield from _comma(a, block.start, block.end, taken)
        yield from _plain(a, block.start, block.end, taken)
        yield from _colon(a, block.start, block.end, taken)


def _of_one_subject(
    a: Analysis, speech: ReportedSpeech | None, before: ReportedSpeech | None
) -> ReportedSpeech | None:
    """`X … орындайтынын айтып, қаржы қажет екенін жеткізді`: both verbs have one subject."""
    if speech is None or before is None or before.cue is None or speech.speaker_mention:
        return speech
    converb = _CONVERB_CUE.fullmatch(before.cue.text) is not None
    beside = a.text[before.cue.end : speech.content[0].start].strip() == ","
    if not converb or not beside:
        return speech
    return replace(speech, speaker_mention=before.speaker_mention, continues=before.continues)


def _free(content: tuple[Span, ...], taken: SpanIndex[Span]) -> bool:
    return not any(True for c in content for _ in taken.touching(c.start, c.end))


def _clause(a: Analysis, start: int, found: re.Match[str], rule: str) -> ReportedSpeech | None:
    """`X … -ғанын айтты`: subject first, then the clause, the verb last; the words between subject
    and verb are the content.
    """
    end = found.end("end") if "end" in found.groupdict() else found.start()
    start = _piece_start(a.text, start, end)
    told = rule.endswith("told_clause")
    who, begin = _source(a, start, end) if told else subject(a, start, end)
    content = trimmed(a.text, begin, end)
    bare = found["cue"] in words("dedi") and rule.endswith("clause_deep")
    if count(a, content) < _FEWEST or (bare and who is None):
        return None
    if a.text[content.start : content.end].split()[-1].lower() in words("so"):
        return None  # `Министр бүгін осылай деді`
    pieces, form = narrowed(a, [content], is_clause)
    return ReportedSpeech(
        tuple(pieces),
        form,
        rule,
        a.slot(*found.span("cue")),
        who,
        who.start if who else found.start("cue"),
        continues=who is None and not told and goes_on(a, start, end),
        document=document_in(a.text[start:begin]) if told and who is None else None,
    )


def _source(a: Analysis, start: int, end: int) -> tuple[SpeakerMention | None, int]:
    """`Басқарманың хабарламасында … айтылған`: the owner of the document that begins the clause."""
    found = _IN_DOCUMENT.search(a.text, start, end)
    if found is None:
        return None, start
    return owner(a, start, found.end()), found.end()


_IN_DOCUMENT = re.compile(rf"(?<!\w)\w++(?<={any_of('in_document')})(?=\s|,)")
"""A word with one of these endings, which are of the same length."""


def _piece_start(text: str, start: int, end: int) -> int:
    """Behind the last full stop or `, ал` before the end of the clause."""
    for piece in _PIECE.finditer(text, start, end):
        start = piece.end()
    return start


def _plain(a: Analysis, start: int, end: int, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """`Ол өзіне қол салған дейді марқұмның енесі.`: no mark before the cue, and behind it only the
    speaker.
    """
    for found in _PLAIN.finditer(a.text, start, end):
        behind = found.end("cue")
        who = first(mentions(a, behind, end))
        cue = cue_at(a.text, *found.span("cue"))
        if who is None and cue and cue.kind != "relay":  # `деп хабарлайды Даладерек`: a newsroom
            who = name_unlisted(a, behind, _words_end(a, end))
        content = trimmed(a.text, _piece_start(a.text, start, found.start()), found.start())
        if who is None or a.text[behind : who.start].strip():
            continue
        if cue is None or relays(a, cue, who):
            continue
        alone = not a.text[who.end : end].strip(" .!?…\n")
        if alone and count(a, content) >= _FEWEST and _free((content,), taken):
            slot = a.slot(*found.span("cue"))
            yield ReportedSpeech((content,), "indirect", "kk.comma_deep", slot, who, who.start)


def _colon(a: Analysis, start: int, end: int, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """`Қала әкімдігі хабарлайды: көпір желтоқсанда ашылады.`"""
    for found in _BEFORE_COLON.finditer(a.text, start, end):
        begin = _piece_start(a.text, start, found.start())
        who, behind = subject(a, begin, found.start("cue"))
        between = a.text[behind : found.start("cue")].lower().split() if who else []
        content = trimmed(a.text, found.end(), min(end, a.sentence_at(found.end()).end))
        if who is None or not set(between) <= _THUS or count(a, content) <= _FEWEST:
            continue
        if is_clause(a, content) and _free((content,), taken):
            cue = a.slot(*found.span("cue"))
            yield ReportedSpeech((content,), "indirect", "kk.verb_colon", cue, who, who.start)


_BEFORE_COLON = re.compile(
    rf"(?<=\s)(?P<cue>(?:деп\s)?(?:{finite('say')}|{any_of('dedi')}))(?!\w)\s?:\s(?=[\w])"
)
_THUS = {"былай", "деп", "бүгін", "кеше", "тағы", "да"}
_PLAIN = re.compile(
    rf"(?<=\w)\s+(?P<cue>{any_of('dedi')}|деп\s+(?:{finite('say', 'think')}))(?=\s+\w)"
)


def _words_end(a: Analysis, end: int) -> int:
    """`end` without the full stop before it."""
    while end and a.text[end - 1] in " .!?…\n":
        end -= 1
    return end


def _comma(a: Analysis, start: int, end: int, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """`Жол ашылады, деп жазды X`, `Қауіп жоқ, дейді X`: a whole sentence before its cue."""
    for comma in _COMMA.finditer(a.text, start, end):
        cue = cue_at(a.text, comma.end(), end)
        if cue is None:
            continue
        unclosed = a.text[start] in '«“"'  # `«Жылу жетеді, дейді X.`
        content = trimmed(a.text, start + unclosed, comma.start())
        who = first(mentions(a, cue.end, end))
        if cue.kind == "written":
            who = owner(a, cue.end, end)
        elif who is None:
            who, begin = subject(a, start, comma.start())
            content = trimmed(a.text, begin, comma.start())
        if who is None or relays(a, cue, who) or count(a, content) < _FEWEST:
            continue
        pieces, form = narrowed(a, [content], is_clause)
        form = "direct" if form == "indirect" else form
        if _free(tuple(pieces), taken):
            slot = a.slot(cue.start, cue.end)
            yield ReportedSpeech(tuple(pieces), form, "kk.comma_deep", slot, who, who.start)
