"""The reporting clauses of Russian beside direct speech: `– сказал X`, `X заявил:`, `говорится в
сообщении`.

Comes in: an `Analysis` and a place in it. Goes out: a `ReportingClause`, or None.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.speech import ReportingClause
from baqylau.facts.grammar.quotes.split import RESUME
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.quotes.subjects import document_owner, subject
from baqylau.facts.ru.quotes.written import document_in
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.speech import is_finite, is_verb, slot, verbs
from baqylau.model.fact import Slot
from baqylau.model.span import Span
from baqylau.model.words import Token

ALL = ("say", "opinion", "direct", "impersonal")
_BESIDE = 8
"""Characters behind a sentence's end in which the dash that resumes speech stands with its first
letter.
"""


def reports(a: Analysis, cue: Slot) -> bool:
    """Whether the cue is a verb of speech."""
    return is_verb(a.tokens_in(cue.start, cue.end)[0], *ALL)


def clause(
    a: Analysis, start: int, within: Span, near: int, any_verb: bool
) -> ReportingClause | None:
    """`сказал X`, `на пресс-конференции в Астане заявил X`, `не сдержался тренер`"""
    words = _clause_words(a, start, within)
    if not words or "." in a.text[start : words[0].start]:
        return None
    at = next((i for i, t in enumerate(words[:near]) if is_verb(t, *ALL)), None)
    first = int(words[0].pos in ("PART", "ADV") and len(words) > 1)  # `не сдержался тренер`
    if at is None and any_verb and is_finite(words[first]) and words[first].text.islower():
        at = first
        if subject(a, words, at) is None:
            return None
    if at is None or any(t.lemma in verbs("no_clause") for t in words[:at]):
        return None
    found = subject(a, words, at)
    return ReportingClause(
        slot(a, words[at : at + 1]),
        found,
        words[-1].end,
        document=_document(words, at) if found is None else None,
        written=is_verb(words[at], "impersonal"),
    )


def _clause_words(a: Analysis, start: int, within: Span) -> tuple[Token, ...]:
    """The words from `start` to the end of the clause: the end of the sentence, or the dash
    behind which the speech continues.
    """
    sentence = a.sentence_at(start)
    end = min(max(sentence.end, start + 1), within.end)
    resume = RESUME.search(a.text, start, min(end + _BESIDE, within.end))
    return a.tokens_in(start, min(end, resume.start() if resume else end))


def _document(words: Sequence[Token], at: int) -> str | None:
    """The document that speaks in `говорится в сообщении`; None for a verb with a speaker."""
    return document_in(words) if is_verb(words[at], "impersonal") else None


def leading(a: Analysis, start: int, end: int) -> ReportingClause | None:
    """`Министр заявил:`, `Министр:`"""
    finder = SpeakerMentionFinder(a)
    words = [t for t in a.tokens_in(start, end) if t.text != ":"]
    if not words:
        return None
    at = next((i for i in range(len(words) - 1, -1, -1) if is_verb(words[i], *ALL)), None)
    verb = (
        words[at]
        if at is not None
        else next((t for t in reversed(words) if is_finite(t)), words[-1])
    )
    place = words.index(verb)
    mention: SpeakerMention | None = None
    if verb.pos in ("VERB", "AUX", "ADJ"):
        mention = finder.subject(words[:place], words[place + 1 :], verb)
    document = _document(words, place)
    if document is not None:
        mention = document_owner(a, words[:place] + words[place + 1 :])
    else:
        mention = mention or next(iter(finder.all(words, "Nom")), None)
    if mention is None and at is None:
        return None
    return ReportingClause(
        slot(a, [verb]),
        mention,
        end,
        document=document if mention is None else None,
        written=document is not None,
    )


def stated(a: Analysis, start: int, end: int) -> ReportingClause | None:
    """`О ценах рассказал продавец Рашид Алиев.`: a reporting verb and its subject."""
    words = a.tokens_in(start, end)
    at = next((i for i, t in enumerate(words) if is_verb(t, *ALL)), None)
    if at is None:
        return None
    mention = SpeakerMentionFinder(a).subject(words[:at], words[at + 1 :], words[at])
    return ReportingClause(slot(a, words[at : at + 1]), mention, end) if mention else None


def announced(a: Analysis, paragraph: Span) -> ReportingClause | None:
    """The reporting clause of a paragraph that ends with a colon and so announces speech;
    before the colon stands a reporting verb or only a speaker.
    """
    text = a.text[paragraph.start : paragraph.end].rstrip()
    if not text.endswith(":"):
        return None
    sentence = a.sentence_at(paragraph.start + len(text) - 1)
    words = [t for t in a.words(sentence) if t.start >= paragraph.start]
    at = next((i for i in range(len(words) - 1, -1, -1) if is_verb(words[i], *ALL)), None)
    weak = at is None
    if at is None:
        at = next((i for i in range(len(words) - 1, -1, -1) if is_finite(words[i])), None)
    if at is None:
        return None
    mention = SpeakerMentionFinder(a).subject(words[:at], words[at + 1 :], words[at])
    if weak and (mention is None or mention.kind not in ("person", "pronoun", "role")):
        return None
    return ReportingClause(slot(a, words[at : at + 1]), mention, paragraph.end, weak)
