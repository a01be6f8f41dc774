"""Whom the mentions of a Kazakh text mean: what Kazakh brings to the shared resolver pass.

Comes in: an `Analysis`, a `SpeakerMention` and who spoke before. Goes out: a `Speaker`. A person
gets the name that the document gives; where nobody is named, the phrase in the nominative is the
name.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.blocks import marked_in, touching_marks
from baqylau.facts.grammar.speakers.focus import continuing
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.resolver import SpeakerHooks
from baqylau.facts.grammar.speakers.speaker import Speaker, SpeakerMention
from baqylau.facts.kk.roles.extractor import roles_of
from baqylau.facts.kk.speakers.authors import author_before
from baqylau.facts.kk.speakers.focus import (
    in_focus,
    is_subject,
    kin_before,
    unnamed_before,
)
from baqylau.facts.kk.speakers.holders import holder_of, holders, wording
from baqylau.facts.kk.speakers.nouns import bare_noun
from baqylau.facts.kk.speakers.unlisted import full_name
from baqylau.facts.kk.words.datelines import dateline_end
from baqylau.facts.kk.words.nominal import named
from baqylau.lang.kk.speakers import listed
from baqylau.model.span import Span

_ALIKE = 5  # letters that a noun shares with the name it stands for


def role_name(a: Analysis, name: str | None) -> str | None:
    """The first position of one person."""
    return next((r.position.name for r in roles_of(a, name)), None)


def _person(a: Analysis, mention: SpeakerMention, _: History) -> Speaker:
    assert mention.mention is not None  # always, for the kind "person"
    name = full_name(a, mention.mention)
    slot = a.slot(mention.start, mention.end, name)
    before = [t for t in mention.words if t.end <= mention.mention.start]
    worded = named(a, before[0].start, before[-1].end) if before else None
    return Speaker(slot, name, role_name(a, name) or worded, "person")


def _pronoun(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:
    """`ол`, `оның`: whoever is in focus; `олар` the people of the sentence before."""
    slot = a.slot(mention.start, mention.end)
    if mention.head.text.lower() in listed("plural_pronouns"):
        many = unnamed_before(a, mention.start, "people")
        return Speaker(slot, wording(a, many) if many else None, None, "people")
    kin = kin_before(a, _speech_start(a, mention), history)
    if kin:
        return Speaker(slot, kin, None, "pronoun")
    unnamed = unnamed_before(a, _speech_start(a, mention), "role")
    name = _role(a, unnamed, history).name if unnamed else in_focus(a, mention.start, history)
    if name is None:  # the office that spoke last
        last = history.last(mention.start)
        name = last.name if last and last.kind == "role" else None
    return Speaker(slot, name, role_name(a, name), "pronoun")


def _speech_start(a: Analysis, mention: SpeakerMention) -> int:
    """Where the words begin before which a pronoun looks back: behind `… – деді ол` stands the
    speech itself, which names nobody for it.
    """
    sentence = a.sentence_at(mention.start)
    if mention.start == sentence.start:
        return mention.start
    paragraph = a.paragraphs[sentence.paragraph].start
    around = touching_marks(a, Span(mention.start, mention.end))
    if around and around[0].outer.start > paragraph:
        return around[0].outer.start  # `Биыл жетеді, – деді ол. – Келесі жылы`, all in marks
    marks = marked_in(a, paragraph, mention.start)
    return marks[-1].outer.start if marks else paragraph


def _role(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:
    """`Министр`, `аймақ басшысы`: the holder of the role, or the phrase itself."""
    slot, phrase = a.slot(mention.start, mention.end), wording(a, mention)
    if _is_indefinite(a, mention):
        return Speaker(slot, phrase, phrase, "role")
    name = holder_of(a, mention, history)
    if name is None and len(holders(a, mention)) > 1:
        return Speaker(slot, None, phrase, "role")
    alone = len(mention.words) == 1 and bare_noun(mention.head) in listed("focus_nouns")
    if name is None and alone:
        name = _spoke_here(a, mention, history)
    if name:
        return Speaker(slot, name, role_name(a, name) or phrase, "person")
    return Speaker(slot, phrase, phrase, "role")


def _is_indefinite(a: Analysis, mention: SpeakerMention) -> bool:
    """`бірнеше шенеуніктің айтуынша`, `тағы бір маман`: nobody who was named before."""
    before = a.tokens_in(a.sentence_at(mention.start).start, mention.start)[-1:]
    return bool(before) and before[0].text.lower() in listed("indefinite")


def _spoke_here(a: Analysis, mention: SpeakerMention, history: History) -> str | None:
    """`маман`, `спикер`: the person who spoke last, if nobody else was named since and no office is
    known of him.
    """
    name = in_focus(a, mention.start, history)
    return name if name and not roles_of(a, name) else None


def _institution(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:
    slot, own = a.slot(mention.start, mention.end), mention.mention
    if own and own.start <= mention.head.start:
        behind = a.text[own.end : mention.end].strip('»”" ')
        tail = mention.words[-1].text.lower()
        whole = own.name if not behind or tail in listed("newsroom_tails") else None
        name = whole or named(a, mention.start, mention.end)
        return Speaker(slot, name, None, "institution")
    phrase = wording(a, mention)
    if len(mention.words) > 1:
        return Speaker(slot, phrase, None, "institution")
    name = _named_before(a, mention, history) or phrase
    return Speaker(slot, name, None, "institution")


def _named_before(a: Analysis, mention: SpeakerMention, history: History) -> str | None:
    """`министрлік` after `Денсаулық сақтау министрлігі`; `ведомство` any institution before."""
    noun = wording(a, mention).lower()
    begin = dateline_end(a)
    before = [
        m
        for m in a.mentions
        if m.type == "organization" and begin <= m.start and m.end <= mention.start
    ]
    same = [m for m in before if noun[:_ALIKE] in m.name.lower()]
    if same:
        return same[-1].name
    spoke = [n for _, n in history.institutions(mention.start) if noun[:_ALIKE] in n.lower()]
    if spoke:
        return spoke[0]
    if not any(noun.startswith(x) for x in listed("general")):
        return None
    foreign = any(noun.startswith(x) for x in listed("newsrooms"))
    fitting = [m for m in before if m.name.isascii() == foreign]
    return fitting[-1].name if fitting else None


def _people(a: Analysis, mention: SpeakerMention, _: History) -> Speaker:
    slot = a.slot(mention.start, mention.end)
    return Speaker(slot, wording(a, mention), None, "people")


def _continuing(a: Analysis, offset: int, history: History) -> Speaker | None:
    return continuing(a, offset, history, is_subject, role_name)


HOOKS = SpeakerHooks(
    readers={
        "person": _person,
        "pronoun": _pronoun,
        "role": _role,
        "institution": _institution,
        "people": _people,
    },
    author=author_before,
    continuing=_continuing,
)
