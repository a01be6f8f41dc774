"""The reporting clauses of Kazakh beside direct speech: `– деді X`, `X былай деді:`, `делінген X
хабарламасында`.

Comes in: an `Analysis` and a place in it. Goes out: a `ReportingClause`, or None.
"""

import re

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.speech import ReportingClause
from baqylau.facts.grammar.quotes.split import RESUME
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.quotes.relaying import is_newsroom, relays
from baqylau.facts.kk.quotes.subjects import leads_to, subject
from baqylau.facts.kk.speakers.authors import document_in, owner
from baqylau.facts.kk.speakers.mentions import GENITIVE, first, mentions
from baqylau.facts.kk.words.cues import Cue, cue_at
from baqylau.facts.kk.words.nominal import case_of, is_verbal
from baqylau.lang.kk.name_rules import is_opener
from baqylau.lang.kk.positions import words as stops
from baqylau.lang.kk.speakers import listed
from baqylau.lang.kk.speech import any_of
from baqylau.lang.kk.verb_forms import finite
from baqylau.model.fact import Mention, Slot
from baqylau.model.span import Span

_BESIDE = 8  # characters behind a sentence in which the dash that resumes speech stands
_LEADS = re.compile(
    rf"(?:{any_of('dedi')}|(?:деп\s+)?{finite('say', 'think')}|{any_of('told', 'written')})"
    r"[\s:]*$"
)
_ADDS = re.compile(rf"(?:{finite('say', 'think')})(?!\w)")
_COMMA_OR_END = re.compile(r"(?<![А-ЯЁӘҒҚҢӨҰҮҺІ])[.!?…;,](?=\s|$)|\n")
_END = re.compile(r"(?<![А-ЯЁӘҒҚҢӨҰҮҺІ])[.!?…;](?=\s|$)|\n")


def reports(a: Analysis, cue: Slot) -> bool:
    """Whether the cue is a verb of speech and no name."""
    leads = _LEADS.match(a.text, cue.start, cue.end) is not None
    return leads or cue_at(a.text, cue.start, cue.end) is not None


def clause(
    a: Analysis, start: int, within: Span, near: int, any_verb: bool
) -> ReportingClause | None:
    """`деді X`, `деп атап өтті X кеңесте`, `делінген хабарламада`; behind a dash also `X деп
    мәлімдеді` and `атап өтті X`.
    """
    end = _clause_end(a, start, within)
    cue = cue_at(a.text, start, end, bare=near > 1)
    if cue and a.text[cue.end : end].strip().lower() in listed("sayings"):
        return None  # `«Аузы күйген үрлеп ішеді» дейді ғой`: what everybody says
    if cue is None and near > 1:
        cue = _cue_behind_subject(a, start, end)
    if cue is None:
        return None
    slot = a.slot(cue.start, cue.end)
    if cue.kind == "written":
        author = owner(a, cue.end, end) or owner(a, start, cue.start)
        document = None if author else document_in(a.text[start:end])
        return ReportingClause(slot, author, max(end, cue.end), document=document)
    mention = _speaker(a, start, cue, end)
    written = any_verb and relays(a, cue, mention)
    return ReportingClause(slot, mention, max(end, cue.end), written=written)


def _speaker(a: Analysis, start: int, cue: Cue, end: int) -> SpeakerMention | None:
    """Behind the cue, else between the speech and the cue."""
    behind = mentions(a, cue.end, end)
    words = _whose_words(a, cue.end, end)
    if words:
        return words
    named = next((m for m in behind if m.kind == "person"), None)
    if behind and behind[0].kind in ("role", "people", "institution"):
        if named and (named.start - behind[0].end <= _APPOSED or leads_to(a, behind[0], named)):
            return named
        told = _told_newsroom(a, cue.end, behind[0])
        return told or behind[0]
    return first(behind) or first(mentions(a, start, cue.start)) or _noun(a, cue.end, end)


def _whose_words(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`деп келтіреді оның сөзін агенттік`: the one whose words somebody else gives."""
    found = _WORDS.search(a.text, start, end)
    whose = mentions(a, start, found.start(), GENITIVE) if found else []
    return whose[-1] if found and whose and whose[-1].end == found.start() else None


_WORDS = re.compile(rf"\s(?:{any_of('words_of')})(?!\w)")


def _told_newsroom(a: Analysis, start: int, who: SpeakerMention) -> SpeakerMention | None:
    """`деп айтады Старридж LiverpoolFC.com`: a name that no list knows, before the newsroom that
    was told.
    """
    words = a.tokens_in(start, who.start)
    if not is_newsroom(who) or len(words) != 1 or not words[0].text[:1].isupper():
        return None
    one = words[0]
    name = Mention("person", one.start, one.end, one.text, one.text)
    return SpeakerMention("person", (one,), one, name)


def _noun(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`дейді ұста`, `депті Абай`: the only word behind the cue, whatever it names."""
    words = a.tokens_in(start, end)
    if len(words) != 1 or not words[0].text.isalpha():
        return None
    word, low = words[0], words[0].text.lower()
    if low in listed("particles"):
        return None
    if word.text[0].isupper() and not case_of(low):
        name = Mention("person", word.start, word.end, word.text, word.text)
        return SpeakerMention("person", (word,), word, name)
    known = low in listed("pronouns") or low in stops("stops") or is_verbal(low)
    return None if known or case_of(low) else SpeakerMention("role", tuple(words), words[0])


_APPOSED = 2  # characters: `министр, профессор Асқар Бекен`


def _cue_behind_subject(a: Analysis, start: int, end: int) -> Cue | None:
    """`– X деп мәлімдеді`: a cue right behind one speaker mention."""
    mention = first(mentions(a, start, end))
    if mention is None or mention.start > start:
        return None
    at = mention.end
    while at < end and a.text[at].isspace():
        at += 1
    return cue_at(a.text, at, end, bare=True)


def _clause_end(a: Analysis, start: int, within: Span) -> int:
    """The end of the sentence, or the dash behind which the speech continues."""
    within_commas = a.text[start - 2 : start] == ", "  # `…, дейді X, …`
    stop = (_COMMA_OR_END if within_commas else _END).search(a.text, start, within.end)
    end = stop.start() if stop else within.end
    resume = RESUME.search(a.text, start, min(end + _BESIDE, within.end))
    return min(end, resume.start()) if resume else end


def leading(a: Analysis, start: int, end: int) -> ReportingClause | None:
    """`Дәрігер Гүлнар Сәдуақас:`, `Ол былай деді:`, and the subject of a verb behind the marks."""
    text = a.text[start:end].rstrip(" :")
    verb = _LEADS.search(text)
    found = mentions(a, start, start + (verb.start() if verb else len(text)))
    people = [m for m in found if m.kind in ("person", "pronoun")] or found
    mention = people[-1] if people else None
    if verb and mention is None:
        mention = _first_word(a, start, start + verb.start())
    if verb:
        return ReportingClause(
            a.slot(start + verb.start(), start + len(verb[0].rstrip()) + verb.start()), mention, end
        )
    if not a.text[start:end].rstrip().endswith(":"):
        mention, _ = subject(a, start, end)  # `X сотта «…» деп мәлімдеді`
    if mention is None:
        return None
    return ReportingClause(a.slot(mention.start, mention.end), mention, end, weak=True)


def _first_word(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`Уэст былай деп жалғастырды:`: a name that no list knows, and nothing but small words."""
    words = a.tokens_in(start, end)
    one = words[0] if words else None
    if one is None or len(words) > _SMALL_WORDS or case_of(one.text) or is_opener(one.text):
        return None
    small = all(t.text.lower() in listed("thus") for t in words[1:])
    if one.text.lower() in stops("stops") or one.text.lower() in listed("openers"):
        return None
    if not small or not one.text[0].isupper() or a.mention_at(one.start):
        return None
    name = Mention("person", one.start, one.end, one.text, one.text)
    return SpeakerMention("person", (one,), one, name)


_SMALL_WORDS = 4


def stated(a: Analysis, start: int, end: int) -> ReportingClause | None:
    """`Бұл туралы X айтып берді.`: a reporting verb and its subject."""
    verb = _ADDS.search(a.text, start, end)
    mention = first(mentions(a, start, verb.start())) if verb else None
    if verb is None or mention is None:
        return None
    return ReportingClause(a.slot(verb.start(), verb.end()), mention, end)


def announced(a: Analysis, paragraph: Span) -> ReportingClause | None:
    """The reporting clause of a paragraph that ends with a colon and so announces speech."""
    text = a.text[paragraph.start : paragraph.end].rstrip()
    if not text.endswith(":"):
        return None
    sentence = a.sentence_at(paragraph.start + len(text) - 1)
    found = leading(a, max(sentence.start, paragraph.start), paragraph.start + len(text))
    if found is None or (found.weak and found.speaker_mention is None):
        return None
    return found
