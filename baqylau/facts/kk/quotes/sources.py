"""Source phrases of Kazakh: `X-тың айтуынша`, `X мәліметінше`, `X мәлім еткендей`; and sentences
that report the one before: `Бұл туралы X мәлім етті`.

Comes in: an `Analysis`. Goes out: `SourcePhrase`s and `Pointing`s.
"""

import re
from collections.abc import Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.according import Pointing, SourcePhrase
from baqylau.facts.grammar.quotes.blocks import trimmed
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.quotes.relaying import is_newsroom
from baqylau.facts.kk.speakers.mentions import GENITIVE, NOMINATIVE, first, mentions
from baqylau.facts.kk.speakers.unlisted import owner_unlisted
from baqylau.facts.kk.words.datelines import behind_dateline
from baqylau.facts.kk.words.nominal import printed
from baqylau.lang.kk.speech import any_of, words
from baqylau.lang.kk.verb_forms import finite
from baqylau.model.span import Span

_AS_SAID = "|".join(re.escape(x).replace(r"\ ", r"\s+") for x in words("as_said"))
_PHRASE = re.compile(
    rf"(?<!\w)(?P<cue>(?:{any_of('according')})|(?:{_AS_SAID})(?:қандай|кендей|ғандай|гендей"
    r"|қанындай|кеніндей|ғанындай|геніндей))(?!\w)"
)
_DATA = re.compile(rf"(?:{any_of('data')})$")
_POINTING = re.compile(rf"(?:{any_of('pointing')})\s", re.IGNORECASE)
_SAID = re.compile(rf"{finite('say')}(?!\w)", re.IGNORECASE)
_LONGEST_SUBJECT = 200  # characters between `бұл туралы` and its verb
_TAIL = re.compile(
    rf"(?:,|(?<![\s,]))\s++(?:(?:деп|дей)\s+(?:{any_of('reports')})|{any_of('dedi')})(?!\w)"
)
_REACH = 90  # characters of a source before its cue


def source_phrases(a: Analysis) -> Iterator[SourcePhrase]:
    """Every source phrase of the text."""
    for sentence in a.sentences:
        for found in _PHRASE.finditer(a.text, sentence.start, sentence.end):
            who = _source(a, max(sentence.start, found.start() - _REACH), found.start())
            if who is None and found.start() == sentence.start:
                own = a.tokens_in(*found.span())[:1]  # `Айтуынша, …`: whoever is in focus
                who = SpeakerMention("pronoun", tuple(own), own[0])
            if who is None:
                continue
            tail = _TAIL.search(a.text, found.end(), sentence.end)
            end = tail.start() if tail else sentence.end
            content = [trimmed(a.text, found.end(), end)]
            if who.start - sentence.start > _INTRODUCTION:
                content.insert(0, trimmed(a.text, sentence.start, who.start))
            cites = bool(_DATA.search(found["cue"]))
            spans = tuple(c for c in content if c.end > c.start)
            yield SourcePhrase(a.slot(*found.span("cue")), who, cites, spans)


_INTRODUCTION = 40  # characters before a source that only say when or where


def _source(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """The mention that ends right before the cue, in the genitive or without a case."""
    for case in (GENITIVE, NOMINATIVE):
        for mention in reversed(mentions(a, start, end, case)):
            if not a.text[mention.end : end].strip(' «»"“”'):
                return _joined(a, start, mention)
    return owner_unlisted(a, start, end)


def _joined(a: Analysis, start: int, last: SpeakerMention) -> SpeakerMention:
    """`Ресей мен Еуропа Одағының ескертуінше`: two institutions or countries speak at once."""
    words = a.tokens_in(start, last.start)
    if last.kind != "institution" or len(words) < _PAIR or printed(words[-1]) not in _AND:
        return last
    other = a.mention_at(words[-2].start)
    if other is None or other.type == "person" or other.start < start:
        return last
    pair = (*a.tokens_in(other.start, other.end), words[-1], *last.words)
    return SpeakerMention("people", pair, last.head)


_PAIR = 2  # words: the other name and `мен`
_AND = ("мен", "бен", "пен", "және")


def pointing(a: Analysis) -> Iterator[Pointing]:
    """Every sentence that reports the statement before it."""
    for sentence in a.sentences:
        found = _POINTING.match(a.text, sentence.start, sentence.end)
        if found is None or sentence.start == 0:
            continue
        reach = min(sentence.end, found.end() + _LONGEST_SUBJECT)
        said = _SAID.search(a.text, found.end(), reach)
        named = mentions(a, found.end(), said.start()) if said else []
        who = next((m for m in named if m.kind == "person"), None) or first(named)
        if said is None or who is None or is_newsroom(who):
            continue
        before = a.sentence_at(sentence.start - 1)
        tail = _TAIL.search(a.text, before.start, before.end)
        end = tail.start() if tail else before.end
        statement: Span = trimmed(a.text, behind_dateline(a, before.start, end), end)
        yield Pointing(sentence.start, a.slot(*said.span()), who, statement)
