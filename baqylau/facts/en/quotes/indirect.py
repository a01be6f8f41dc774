"""Indirect speech in English. Comes in: an analysis. Goes out: `ReportedSpeech`, pattern by
pattern:

`X said that …`, `X told reporters …`            en.verb_that
`X said …`                                        en.verb_clause
`…, X said`, `…, said X`                          en.clause_verb
`X said …, adding that …`                         en.adding_that
`X noted the importance of …`                     en.topic
`X called the plan “…”`                           en.called
`X asked Y to finish it “within six months”`      en.asked_to
`According to X, …`, `…, according to X`          en.according
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.quotes.according import according
from baqylau.facts.en.quotes.before_verb import before_verb, saying
from baqylau.facts.en.quotes.clauses import Clause, is_negated, quoted_one, verb_at
from baqylau.facts.en.quotes.content import (
    content_end,
    content_start,
    has_bare_subject,
    has_subject,
    is_clause,
    says_more,
)
from baqylau.facts.en.quotes.direct import direct
from baqylau.facts.en.quotes.statement import in_marks, statement
from baqylau.facts.en.quotes.topics import asked_to, called_so, topic
from baqylau.facts.en.speakers.backward import backward
from baqylau.facts.en.speakers.mentions import Named
from baqylau.facts.en.speakers.subjects import subject_of_sentence
from baqylau.facts.en.words.marks import closes_mark
from baqylau.facts.en.words.phrases import where
from baqylau.facts.en.words.sources import is_newsroom
from baqylau.facts.en.words.text import Text, text_of
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.lang.en.wordlists import entries
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Sentence

_VERBS = ("said", "called", "asking")
_PATHS = tuple((key,) for key in _VERBS)


def statements(a: Analysis, taken: SpanIndex[Span]) -> Iterable[ReportedSpeech]:
    """Every pattern over every sentence, outside what direct speech has taken."""
    text = text_of(a)
    used = {s.cue.start: s for s in direct(a) if s.cue}
    verbs = where(text, "speech", *_PATHS)
    for sentence in a.sentences:
        first, last = bisect_left(verbs, sentence.first), bisect_left(verbs, sentence.last)
        for i in verbs[first:last]:
            behind = max(verb_at(text, i, key) for key in _VERBS)
            if behind == i or in_marks(text, i, taken) or is_negated(text, i):
                continue
            if text.start(i) in used:
                mention = used[text.start(i)].speaker_mention
                if mention:
                    clause = Clause(i, behind, Named(mention, i, behind))
                    yield from _adding(text, sentence, clause, taken)
                continue
            yield from _at_verb(text, sentence, i, behind, taken)
        yield from according(text, sentence, taken)


def _at_verb(
    text: Text, s: Sentence, verb: int, behind: int, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    word = " ".join(text.low(i) for i in range(verb, behind))
    if word == "saying" and text.low(verb - 1) == "as":
        yield from _quoted(text, s, verb, taken)
        return
    named = backward(text, verb, _floor(text, s, verb))
    joined = text.low(verb - 1) in ("and", "but")
    if named is None and joined and (text.low(behind) == "that" or has_subject(text, behind)):
        named = subject_of_sentence(text, s, verb)
    if named and named.mention.head.text.lower() in ("i", "we"):
        return  # the author's own: only words in marks are somebody's
    if any(text.low(k) in ("neither", "nor") for k in range(_floor(text, s, verb), verb)):
        return  # neither the mayor nor his deputy agreed that
    if named and "what" in (text.low(named.first), text.low(named.first - 1)):
        return  # it is unclear what police believe
    if named and (is_newsroom(text, named.mention) or _only_reports(text, named, verb)):
        return
    if named:
        clause = Clause(verb, behind, named)
        tail = _tail(text, s, clause, word, taken)
        if tail:
            yield tail
            yield from _adding(text, s, clause, taken)
            return
    if text.low(verb) == "saying" and any(
        text.low(k) in ("quoted", "quotes") for k in range(s.first, verb)
    ):
        return  # the columnist quoted lawyers saying that
    if named is None and text.low(verb) in entries("speech", "adding"):
        yield from saying(text, s, verb, taken)
        return
    if verb_at(text, verb) == verb and word not in entries("speech", "called"):
        return
    if word not in entries("speech", "called") or word in ("praised", "dismissed"):
        yield from before_verb(text, s, verb, behind, named, taken)


def _quoted(
    text: Text, s: Sentence, saying: int, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    """`The Steppe Gazette quoted X as saying that …`: X speaks, not the newspaper."""
    near = range(saying - 2, max(s.first, saying - _LONGEST_QUOTED) - 1, -1)
    verb = next((i for i in near if text.low(i) in entries("speech", "quoted")), None)
    named = quoted_one(text, verb, s.last) if verb is not None else None
    tail = _tail(text, s, Clause(saying, saying + 1, named), "saying", taken) if named else None
    if tail:
        yield tail


_LONGEST_QUOTED = 16  # tokens of a name with its office


def _only_reports(text: Text, named: Named, verb: int) -> bool:
    """`…, the press service reports.`: where the news comes from, not what somebody said."""
    return named.mention.kind == "institution" and text.low(verb) in ("reports", "informs")


def _floor(text: Text, s: Sentence, verb: int) -> int:
    """Where the clause of the verb may begin: behind marks, a semicolon, or "that"."""
    floor = s.first
    for i in range(s.first, verb):
        if text.word(i) in (";", ":") or closes_mark(text, i):
            floor = i + 1
    return floor


def _tail(
    text: Text, s: Sentence, clause: Clause, word: str, taken: SpanIndex[Span]
) -> ReportedSpeech | None:
    """What stands behind the verb: a clause with or without "that", a topic, words in marks."""
    if word in entries("speech", "called"):
        found = called_so(text, s, clause, taken)
        if found or word not in entries("speech", "topic"):
            return found
    if word in entries("speech", "topic"):
        found = topic(text, s, clause)
        if found or verb_at(text, clause.verb) == clause.verb:
            return found  # praised the town’s progress: nothing is said
    if word in entries("speech", "asking"):
        found = asked_to(text, s, clause, taken)
        if found or verb_at(text, clause.verb) == clause.verb:
            return found
    start, that = content_start(text, s, clause, word)
    if word in entries("speech", "marks_only") and not that:
        return None
    if start is None:
        return None
    subject = has_subject(text, start) or has_bare_subject(text, start)
    if not that and word in entries("speech", "that_only") and not subject:
        return None
    end = content_end(text, start, s.last)
    if _is_of_who(text, clause):
        end = next((i for i in range(start, end) if _main_verb(text, i)), end)
    if not that and not is_clause(text, start, s, end):
        return None
    rule = "en.verb_that" if that else "en.verb_clause"
    return statement(text, clause, start, end, rule, taken)


def _is_of_who(text: Text, clause: Clause) -> bool:
    """`X, who has said he would go, stayed`: the comma behind his words ends the clause."""
    k = clause.verb - 1
    while text.low(k) in entries("speech", "between"):
        k -= 1
    return text.low(k) == "who"


def _main_verb(text: Text, i: int) -> bool:
    """Whether a comma stands here, and a verb behind it."""
    verb = text.pos(i + 1) == "AUX" or (
        text.pos(i + 1) == "VERB" and not text.low(i + 1).endswith("ing")
    )
    return text.word(i) == "," and (verb or text.low(i + 1) in entries("speech", "said"))


def _adding(
    text: Text, s: Sentence, clause: Clause, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    """`…, adding that …`: the same speaker."""
    for i in range(clause.behind, s.last):
        more = text.word(i) == "," and text.low(i + 1) in entries("speech", "adding")
        again = says_more(text, i)
        if text.word(i) == "," and again:
            i += 1  # …, but admits that …
        if not (more or again) or in_marks(text, i + 1, taken) or text.low(i + 2) == "and":
            continue
        start = i + 3 if text.low(i + 2) == "that" else i + 2
        again_clause = Clause(i + 1, i + 2, clause.named)
        found = statement(
            text, again_clause, start, content_end(text, start, s.last), "en.adding_that", taken
        )
        if found:
            yield found
