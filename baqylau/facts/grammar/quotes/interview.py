"""Interviews: paragraphs of questions and answers. The guest speaks; the one who asks is nobody.

Comes in: an `Analysis`, its paragraphs and the hooks of its language. Goes out: for the paragraphs
of an interview, the `ReportedSpeech` in them, or None for a question.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.blocks import count, trimmed
from baqylau.facts.grammar.quotes.dashed import DASH
from baqylau.facts.grammar.quotes.marked import FEWEST
from baqylau.facts.grammar.quotes.speech import QuoteHooks, ReportedSpeech, ReportingClause
from baqylau.facts.grammar.quotes.split import split
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.model.span import Span

_Split = tuple[list[Span], ReportingClause | None]
_QUESTIONS = 2
"""The fewest questions of an interview; one question may stand in any report."""
_LONGEST_ANSWER = 4  # paragraphs of an answer before the next question


def interview(
    a: Analysis, paragraphs: Sequence[Span], hooks: QuoteHooks
) -> Mapping[int, ReportedSpeech | None]:
    """What is said in each paragraph of the interview, by the paragraph's index; empty where the
    text is none. `– Когда откроется школа?⏎– В сентябре.`
    """
    questions = [i for i, p in enumerate(paragraphs) if _is_question(a, p)]
    run = _run(questions, len(paragraphs))
    if len(run) < _QUESTIONS or not _is_dashed(a, paragraphs, run):
        return {}
    first, last = run[0], min(run[-1] + 2, len(paragraphs))
    parts = {i: paragraphs[i] for i in range(first, last) if _begins(a, paragraphs[i])}
    spoken = {i: found for i, p in parts.items() if (found := split(a, p, hooks))[1]}
    if any(i in run or _names_another(a, *found) for i, found in spoken.items()):
        return {}  # a dialogue whose clauses name who speaks
    guest = _guest(a, paragraphs[first].start)
    return {
        i: None if i in run else _answer(a, paragraphs[i], guest, spoken.get(i))
        for i in range(first, last)
    }


def _names_another(a: Analysis, content: Sequence[Span], clause: ReportingClause | None) -> bool:
    """Whether the clause of an answer may name another than the guest; words in marks are cited by
    the guest, whoever said them.
    """
    cited = any(a.text[c.end : c.end + 1] in ("»", "”", '"') for c in content)
    mention = clause.speaker_mention if clause else None
    return not cited and mention is not None and mention.kind != "role"


def _run(questions: Sequence[int], paragraphs: int) -> list[int]:
    """The questions that stand near each other, with an answer behind each."""
    run: list[int] = []
    for at, following in pairwise([*questions, paragraphs + _LONGEST_ANSWER]):
        if following - at > 1 and (not run or at - run[-1] <= _LONGEST_ANSWER + 1):
            run.append(at)
    return [i for i in run if i + 1 < paragraphs]


def _is_question(a: Analysis, paragraph: Span) -> bool:
    return a.text[paragraph.start : paragraph.end].rstrip().endswith("?")


def _begins(a: Analysis, paragraph: Span) -> bool:
    return DASH.match(a.text, paragraph.start, paragraph.end) is not None


def _is_dashed(a: Analysis, paragraphs: Sequence[Span], run: Sequence[int]) -> bool:
    """Whether every question or every answer begins with a dash."""
    asked = all(_begins(a, paragraphs[i]) for i in run)
    return asked or all(_begins(a, paragraphs[i + 1]) for i in run)


def _answer(
    a: Analysis, paragraph: Span, guest: SpeakerMention | None, spoken: _Split | None
) -> ReportedSpeech | None:
    dash = DASH.match(a.text, paragraph.start, paragraph.end)
    start = dash.end() if dash else paragraph.start
    content = trimmed(a.text, start, paragraph.end)
    if spoken and not any(a.text[c.end : c.end + 1] in ("»", "”", '"') for c in spoken[0]):
        content = trimmed(a.text, start, spoken[0][0].end)  # `– дейді сейсмолог` stands behind it
    if guest is None or count(a, content) < FEWEST:
        return None
    rule = f"{a.language}.interview"
    return ReportedSpeech((content,), "direct", rule, None, None, paragraph.start, guest=guest)


def _guest(a: Analysis, start: int) -> SpeakerMention | None:
    """The only person whom the text before the questions names."""
    named = [m for m in a.mentions_in(0, start) if m.type == "person"]
    if len({m.name for m in named}) != 1:
        return None
    words = a.tokens_in(named[0].start, named[0].end)
    return SpeakerMention("person", words, words[0], named[0])
