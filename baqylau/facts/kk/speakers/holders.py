"""Who of the people named before holds the role that a Kazakh noun names.

Comes in: an `Analysis` and the mention of a role. Goes out: the name of the holder; None where
nobody holds it, or two do.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.people import bearer
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.appointments.extractor import appointments
from baqylau.facts.kk.roles.extractor import roles
from baqylau.facts.kk.speakers.nouns import bare_noun
from baqylau.facts.kk.words.nominal import named
from baqylau.lang.kk.name_forms import is_place_head
from baqylau.lang.kk.offices import holder
from baqylau.lang.kk.positions import unpossessed
from baqylau.lang.kk.speakers import alike, listed, territories, titles
from baqylau.model.fact import Role


def wording(a: Analysis, mention: SpeakerMention) -> str:
    """The phrase in the nominative, in small letters; an office alone without its possessive ending
    (`қорғаушысы`).
    """
    if mention.kind == "role" and len(mention.words) == 1 and not mention.mention:
        return bare_noun(mention.head)
    return named(a, mention.start, mention.end)


def holders(a: Analysis, mention: SpeakerMention) -> list[str]:
    """The names of those before the mention who hold the role; of several, first those whose
    position and place are the same.
    """
    before = [r for r in roles(a) if r.person.end <= mention.start and r.person.name]
    phrase = wording(a, mention).lower()
    noun = bare_noun(mention.head)
    only = _one_title(mention, phrase)
    if only is not None:
        found = [r for r in before if (r.position.name or "").lower().endswith(only)]
        at_home = [r for r in found if _same_owner(a, r, mention) and _is_home(r)]
        return list(dict.fromkeys(str(r.person.name) for r in (at_home or ())))
    if phrase in listed("focus_nouns"):  # `спортшы` may be the boxer as well as the sportsman
        any_of = [
            r
            for r in before
            if _same_noun(a, r, phrase, noun, mention) or _alike(a, r, phrase, noun, mention)
        ]
        return list(dict.fromkeys(str(r.person.name) for r in any_of))
    for fits in (_same_phrase, _same_noun, _alike):
        found = [r for r in before if fits(a, r, phrase, noun, mention)]
        if found:
            return list(dict.fromkeys(str(r.person.name) for r in found))
    return []


def _one_title(mention: SpeakerMention, phrase: str) -> tuple[str, ...] | None:
    """The ends of the positions of whom a title means that one person bears: `облыс басшысы` is an
    әкім and never the head of a department, `мемлекет басшысы` a president.
    """
    for title in titles():
        if phrase in title["called"]:
            return tuple(title["positions"])
    first = mention.words[0].text.lower()
    heads = territories()
    owned = len(mention.words) > 1 and phrase.split()[-1] in heads["heads"]
    return tuple(heads["positions"]) if owned and first.startswith(tuple(heads["of"])) else None


def _is_home(role: Role) -> bool:
    """Whether the office is not that of another country: `АҚШ президенті`."""
    name = role.place.name if role.place else None
    return not name or name in listed("home") or not _is_country(name)


def _is_country(name: str) -> bool:
    """A place without a word for what it is; a region has one."""
    return not is_place_head(name.split()[-1])


def _by_table(a: Analysis, phrase: str) -> str | None:
    day = a.source.published
    return bearer(a, holder(phrase, day.date() if day else None))


def holder_of(a: Analysis, mention: SpeakerMention, history: History) -> str | None:
    """The only holder; of several the one who spoke last, if one of them has spoken. Where no role
    says who it is, the table of offices may know whom of the text it means.
    """
    lead = a.text[max(0, mention.start - _LEAD) : mention.start].rstrip().lower()
    new = lead.endswith(tuple(listed("newly")))
    fresh = _appointed(a, mention) if new else None
    if fresh:
        return fresh
    found = holders(a, mention)
    if not found:
        return _appointed(a, mention) or _by_table(a, wording(a, mention))
    if len(found) < 2:
        return found[0] if found else None
    spoke = (s.speaker.name for s in history.before(mention.start) if s.speaker.personal)
    return next((name for name in spoke if name in found), None)


_LEAD = 30  # characters before an office in which `жаңа` stands


def _appointed(a: Analysis, mention: SpeakerMention) -> str | None:
    """`жаңа басшы`: whoever was appointed last before, to an office of this noun."""
    noun = bare_noun(mention.head)
    found = [
        x
        for x in appointments(a)
        if x.action == "appointed" and x.end <= mention.start and x.position
    ]
    last = found[-1] if found else None
    office = (last.position.name or "").lower().split()[-1:] if last and last.position else []
    if last is None or not office or noun not in (office[0], unpossessed(office[0])):
        return None
    return last.person.name


def _position(a: Analysis, role: Role) -> str:
    start = min(s.start for s in (role.position, role.organization, role.place) if s)
    return named(a, start, role.position.end).lower()


def _same_phrase(a: Analysis, role: Role, phrase: str, _noun: str, _: SpeakerMention) -> bool:
    return " " in phrase and _position(a, role) == phrase


def _same_noun(a: Analysis, role: Role, _phrase: str, noun: str, mention: SpeakerMention) -> bool:
    """`әкім` after `Қызылорда облысының әкімі`; another institution has another one."""
    name = (role.position.name or "").lower()
    last = name.split()[-1] if name else ""
    same = last == noun or unpossessed(last) == noun
    return same and _same_owner(a, role, mention)


def _alike(a: Analysis, role: Role, phrase: str, noun: str, mention: SpeakerMention) -> bool:
    position, own = _position(a, role), (role.position.name or "").lower()
    wanted = (*alike(phrase), *alike(noun))
    return _same_owner(a, role, mention) and any(
        own.startswith(w) or position.endswith((w, f"{w}і", f"{w}ы", f"{w}сы", f"{w}сі"))
        for w in wanted
    )


def _same_owner(a: Analysis, role: Role, mention: SpeakerMention) -> bool:
    """Whether the names within both phrases do not contradict: `Алматы облысының әкімі` is not the
    one of Қызылорда, `өңір басшысы` may be either.
    """
    own = {m.name for m in a.mentions_in(mention.start, mention.end) if m.type != "person"}
    its = {m.name for m in a.mentions_in(role.start, role.end) if m.type != "person"}
    return not own or not its or not own.isdisjoint(its)
