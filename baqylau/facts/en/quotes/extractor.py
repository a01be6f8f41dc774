"""The quotes of an English article. Comes in: an analysis. Goes out: `Quote`s, direct speech first,
then indirect speech over what it has not taken, all speakers found in one pass.
"""

from collections.abc import Iterable

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.en.quotes.direct import direct
from baqylau.facts.en.quotes.indirect import statements
from baqylau.facts.en.speakers.resolver import SPEAKERS
from baqylau.facts.grammar.quotes.facts import Rules, Spoken, quotes_of, resolved
from baqylau.model.fact import Quote

_RULES = Rules(
    patterns=(statements,),
    speakers=SPEAKERS,
    confidence={
        "en.marks_then_verb": 0.97,
        "en.marks_over_paragraphs": 0.93,
        "en.verb_then_marks": 0.93,
        "en.clause_with_marks": 0.85,
        "en.colon_marks": 0.8,
        "en.announced_marks": 0.9,
        "en.marks_alone": 0.88,
        "en.verb_that": 0.93,
        "en.verb_clause": 0.9,
        "en.clause_verb": 0.9,
        "en.adding_that": 0.85,
        "en.saying": 0.8,
        "en.topic": 0.75,
        "en.called": 0.85,
        "en.asked_to": 0.85,
        "en.interview": 0.85,
        "en.according": 0.85,
    },
)


@memoized
def speech(analysis: Analysis) -> Spoken:
    return resolved(analysis, direct(analysis), _RULES)


def extract(analysis: Analysis) -> Iterable[Quote]:
    return quotes_of(analysis, speech(analysis), _RULES)
