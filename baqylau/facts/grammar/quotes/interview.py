"""Interviews: paragraphs of questions and answers. The guest speaks; the one who asks is nobody.

Comes in: an `Analysis`, its paragraphs and what its language knows. Goes out: for the paragraphs
of an interview, the `ReportedSpeech` in them, or None for a question.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.blocks import count, trimmed
from baqylau.facts.grammar.quotes.dashed import DASH
from baqylau.facts.grammar.quotes.marked import FEWEST
from baqylau.facts.grammar.quotes.speech import ReportedSpeech, ReportingClause
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.model.span import Span

Split = tuple[Sequence[Span], ReportingClause | None]
"""What is said in a paragraph, and the clause that names who speaks; None where there is none."""

_QUESTIONS = 2
"""The fewest questions of an interview; one question may stand in any report."""
_LONGEST_ANSWER = 4  # paragraphs of an answer before the next question


def interview(
    a: Analysis,
    paragraphs: Sequence[Span],
    split: Callable[[Analysis, Span], Split],
    opening: re.Pattern[str] = DASH,
) -> Mapping[int, ReportedSpeech | None]:
    """What is said in each paragraph of the interview, by the paragraph's index; empty where the
    text is none. `– Когда откроется школа?⏎– В сентябре.`

    `split` parts a paragraph into what is said and the clause that names who speaks: where it names
    another than the guest, the text is a dialogue. `opening` matches what a question or an answer
    begins with.
    """
    questions = [i for i, p in enumerate(paragraphs) if _is_question(a, p)]
    run = _run(questions, len(paragraphs))
    if len(run) < _QUESTIONS or not _is_opened(a, paragraphs, run, opening):
        return {}
    first, last = run[0], min(run[-1] + 2, len(paragraphs))
    guest = _guest(a, paragraphs[first].start)
    asked = _asked(a, paragraphs, run, last, opening)
    spoken = {
        i: found for i in range(first, last) if (found := split(a, paragraphs[i]))[1] is not None
    }
    if any(i in asked or _names_another(a, guest, *found) for i, found in spoken.items()):
        return {}  # a dialogue whose clauses name who speaks
    return {
        i: None if i in asked else _answer(a, paragraphs[i], guest, opening, spoken.get(i))
        for i in range(first, last)
        if i not in spoken or not _is_of(spoken[i][1], guest)
    }


def _asked(
    a: Analysis,
    paragraphs: Sequence[Span],
    run: Sequence[int],
    last: int,
    opening: re.Pattern[str],
) -> set[int]:
    """The paragraphs of the one who asks: the questions, and where every paragraph is a turn of its
    own, all that stand at their places: `– А чиновники говорят иначе.`
    """
    turns = range(run[0], last)
    places = {i % 2 for i in run}
    if len(places) == 1 and all(_begins(a, paragraphs[i], opening) for i in turns):
        return set(turns[::2])
    return set(run)


def _names_another(
    a: Analysis,
    guest: SpeakerMention | None,
    content: Sequence[Span],
    clause: ReportingClause | None,
) -> bool:
    """Whether the clause of an answer may name another than the guest; words in marks are cited by
    the guest, whoever said them.
    """
    mention = clause.speaker_mention if clause else None
    if _is_of(clause, guest) or _is_marked(a, content):
        return False
    return mention is not None and mention.kind != "role"


def _is_marked(a: Analysis, content: Sequence[Span]) -> bool:
    return any(a.text[c.end : c.end + 1] in ("»", "”", '"') for c in content)


def _is_of(clause: ReportingClause | None, guest: SpeakerMention | None) -> bool:
    """`– Звали, – смеётся Алимов.`: the clause names the guest again, by the surname alone."""
    said = clause.speaker_mention if clause else None
    return (
        guest is not None
        and guest.mention is not None
        and said is not None
        and said.mention is not None
        and said.mention.name == guest.mention.name
    )


def _run(questions: Sequence[int], paragraphs: int) -> list[int]:
    """The questions that stand near each other, with an answer behind each."""
    run: list[int] = []
    for at, following in pairwise([*questions, paragraphs + _LONGEST_ANSWER]):
        if following - at > 1 and (not run or at - run[-1] <= _LONGEST_ANSWER + 1):
            run.append(at)
    return [i for i in run if i + 1 < paragraphs]


def _is_question(a: Analysis, paragraph: Span) -> bool:
    return a.text[paragraph.start : paragraph.end].rstrip().endswith("?")


def _begins(a: Analysis, paragraph: Span, opening: re.Pattern[str]) -> bool:
    return opening.match(a.text, paragraph.start, paragraph.end) is not None


def _is_opened(
    a: Analysis, paragraphs: Sequence[Span], run: Sequence[int], opening: re.Pattern[str]
) -> bool:
    """Whether every question or every answer begins with a dash, or what stands for one."""
    asked = all(_begins(a, paragraphs[i], opening) for i in run)
    return asked or all(_begins(a, paragraphs[i + 1], opening) for i in run)


def _answer(
    a: Analysis,
    paragraph: Span,
    guest: SpeakerMention | None,
    opening: re.Pattern[str],
    spoken: Split | None,
) -> ReportedSpeech | None:
    dash = opening.match(a.text, paragraph.start, paragraph.end)
    start, end = dash.end() if dash else paragraph.start, paragraph.end
    if spoken and not _is_marked(a, spoken[0]):
        end = spoken[0][0].end  # `– дейді сейсмолог` stands behind it
    content = trimmed(a.text, start, end)
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
