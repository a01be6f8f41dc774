"""Speakers whom no verb introduces: `Министрдің жауабы: «…»`, `«…» (X, директор)`, `Лиза, саяхатшы:
– …`; and marks around names and titles, which nobody says.

Comes in: an `Analysis` and the place before or behind the marks. Goes out: a `SpeakerMention`, or
None.
"""

import re

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotation_marks import Quoted
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.speakers.mentions import GENITIVE, first, mentions
from baqylau.facts.kk.words.nominal import is_verbal
from baqylau.lang.kk.institutions import CAPITAL
from baqylau.lang.kk.speakers import listed
from baqylau.lang.kk.speech import any_of
from baqylau.lang.kk.verb_forms import endings
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Mention
from baqylau.model.span import Span

_SIGN = re.compile(r"[.!?…]?\s{0,2}(?:\(|[–—-] |\n{1,2}(?:[–—-] )?)")
_LINE_END = re.compile(r"[\n)]")
_LONGEST = 140  # characters of a signature or an announcement
_TITLE = re.compile(
    rf"\s{{0,3}}(?!деген\s(?:{'|'.join(wordlist('speech')['auxiliaries'])})(?!\w))"
    rf"(?:{any_of('title_tails')})"
)
_FEWEST = 2
"""The fewest words in marks that anybody says: «Әміре» деді names a thing."""
_FINITE = re.compile(
    r"(?:[дт][ыі]|й[дт][ыі]|[ае]ды|[ае]ді|[ғгқк][ае]н|м[ыі]з|[мпб][ыі]н|ңыз|ңіз|пыз|піз|ық|ік|сын|сін"
    r"|керек|тиіс|жоқ|бар|емес|мүмкін|болады|еді|екен)$"
)


def owner_before(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`Министрдің жауабы: «…»`: whose words the noun of speech announces."""
    begin = max(start, a.sentence_at(max(start, end - 2)).start)
    words = a.tokens_in(begin, end)
    if end - begin > _LONGEST or not any(t.text.lower() in listed("speech_nouns") for t in words):
        return None
    return first(mentions(a, begin, end, GENITIVE))


def signature(a: Analysis, offset: int) -> SpeakerMention | None:
    """The person who alone stands behind the speech, with his position."""
    sign = _SIGN.match(a.text, offset)
    if sign is None:
        return None
    close = _LINE_END.search(a.text, sign.end())
    end = close.start() if close else len(a.text)
    words = a.tokens_in(sign.end(), end)
    if not words or end - sign.end() > _LONGEST or any(is_verbal(t.text.lower()) for t in words):
        return None
    found = [m for m in mentions(a, sign.end(), end) if m.kind == "person"]
    alone = len(found) == 1 and found[0].start == words[0].start
    return found[0] if alone else None


def named(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`Айбек Оспанов, инженер`: a person, a name of one word or an office, and nothing else
    between two offsets.
    """
    words = a.tokens_in(start, end)
    if not words or any(is_verbal(t.text.lower()) for t in words):
        return None
    found = mentions(a, start, end)
    person = next((m for m in found if m.kind == "person"), None)
    if person and (person.start == start or person.end == end):
        return person
    name = a.mention_at(start)
    capital = words[0].text[0].isupper() and words[0].text[1:].islower() and name is None
    if capital and len(words) > 1 and words[1].text == "," and found and found[-1].end == end:
        one = words[0]
        first_name = Mention("person", one.start, one.end, one.text, one.text)
        return SpeakerMention("person", (one,), one, first_name)
    return None


def is_name(a: Analysis, stretch: Quoted, _: Span) -> bool:
    """`«Мерей» деген`, `«Жер туралы» атты`: the words in marks name a thing."""
    if _TITLE.match(a.text, stretch.outer.end):
        return True
    mention = a.mention_at(stretch.inner.start)
    words = [t for t in a.tokens_in(stretch.inner.start, stretch.inner.end) if t.text[0].isalnum()]
    firm = (
        mention is not None and mention.type == "organization" and mention.end >= stretch.inner.end
    )
    return firm or len(words) < _FEWEST


def is_clause(a: Analysis, span: Span) -> bool:
    """Whether a word of the span ends as a verb or a predicate does."""
    return any(_FINITE.search(t.text.lower()) for t in a.tokens_in(span.start, span.end))


def is_whole(a: Analysis, span: Span) -> bool:
    """`сотта «мен ештеңе алған жоқпын» деп мәлімдеді`: a Kazakh clause ends in its verb, so words
    that end so are all of it.
    """
    words = [t for t in a.tokens_in(span.start, span.end) if t.text[0].isalnum()]
    ends = len(words) >= _WHOLE and _FINITE.search(words[-1].text.lower()) is not None
    return ends and _SAID.match(a.text, span.end) is not None


_WHOLE = 3  # words: «тез бітеді» деп may be a part
_SAID = re.compile(
    rf"[\s»”\"]{{1,3}}[\s,–—-]{{0,4}}(?:(?:{any_of('dedi')})(?!\w)"
    rf"|деп\s(?:\w+\s){{0,3}}?\w+{endings()}(?=\s?[.!?…,]|\s[{CAPITAL}]|\s?$))"
)
"""A verb behind the marks that ends its clause or stands before a name: not `деп тұрған адам`."""


def points_back(a: Analysis, start: int, end: int) -> bool:
    """`Бұл туралы X айтып берді`"""
    return (
        a.text[start:end].lower().startswith(("бұл туралы", "ол туралы", "осылай", "бұл жөнінде"))
    )
