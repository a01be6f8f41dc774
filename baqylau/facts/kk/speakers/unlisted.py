"""The subject of a reporting clause that no list knows: `Кит жаңа дүкен ашатынын айтты`, `Вашингтон
шешім қабылданбағанын мәлімдеді`.

Comes in: an `Analysis` and a clause without a known speaker. Goes out: its first word as a
`SpeakerMention`, or None where the word may be no name.
"""

import re
from collections.abc import Sequence

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.speakers.speaker import Kind, SpeakerMention
from baqylau.facts.kk.words.datelines import dateline_end
from baqylau.facts.kk.words.nominal import case_of, is_possessed, is_verbal, printed
from baqylau.lang.kk.institutions import CAPITAL, SMALL
from baqylau.lang.kk.name_forms import is_place_head
from baqylau.lang.kk.name_rules import is_opener
from baqylau.lang.kk.positions import bare_position, words
from baqylau.lang.kk.speakers import listed
from baqylau.model.fact import Mention
from baqylau.model.words import Token

_SHORTEST = 3  # letters


def unlisted(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """The word with a capital letter that begins the clause, in the nominative: a capital or a
    country that speaks for its government, or a name that the text writes with a capital letter
    inside a sentence too.
    """
    if start not in (a.sentence_at(start).start, dateline_end(a)):
        return None
    tokens = [t for t in a.tokens_in(start, end) if t.text != ","]
    at = next((i for i, t in enumerate(tokens) if printed(t) not in listed("turns")), len(tokens))
    if at + 1 >= len(tokens) or not _may_be_name(tokens, at):
        return None
    one = tokens[at]
    mention = a.mention_at(one.start)
    if mention and (
        mention.type != "place" or mention.text != one.text or mention.name != one.text
    ):
        return None
    surname = tokens[at + 1].text[0].isupper()  # `Ерзат | Дулат`: half of a name
    if mention is None and (surname or one.text not in _names_inside(a)):
        return None
    kind: Kind = "institution" if mention else "person"
    name = Mention("organization" if mention else "person", one.start, one.end, one.text, one.text)
    return SpeakerMention(kind, (one,), one, name)


def _may_be_name(tokens: Sequence[Token], at: int) -> bool:
    one, following = tokens[at].text, printed(tokens[at + 1])
    capital = one[1:].islower() or one.isupper()
    plain = len(one) >= _SHORTEST and one[0].isupper() and capital and one.isalpha()
    if not plain or case_of(one) or is_opener(one) or bare_position(one.lower()):
        return False
    if one.lower() in words("stops") or one.lower() in listed("openers") or is_verbal(one.lower()):
        return False
    joined = following in words("joining") or not following.isalpha()
    owned = is_place_head(following) or (is_possessed(following) and case_of(following) is None)
    return not joined and not owned


@memoized
def _names_inside(analysis: Analysis) -> frozenset[str]:
    """Words that stand with a capital letter inside a sentence, and nowhere with a small one."""
    inside = set(_INSIDE.findall(analysis.text))
    return frozenset(inside.difference(x.title() for x in _SMALL.findall(analysis.text)))


_INSIDE = re.compile(rf"[{SMALL}],?\s([{CAPITAL}][{SMALL}]+)")
_SMALL = re.compile(rf"(?<!\w)[{SMALL}]+(?!\w)")
