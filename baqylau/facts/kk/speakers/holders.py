"""Who of the people named before holds the role that a Kazakh noun names.

Comes in: an `Analysis` and the mention of a role. Goes out: the name of the holder; None where
nobody holds it, or two do.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.roles.extractor import roles
from baqylau.facts.kk.speakers.nouns import bare_noun
from baqylau.facts.kk.words.nominal import named
from baqylau.lang.kk.positions import unpossessed
from baqylau.lang.kk.speakers import alike
from baqylau.model.fact import Role


def wording(a: Analysis, mention: SpeakerMention) -> str:
    """The phrase in the nominative, in small letters."""
    return named(a, mention.start, mention.end)


def holders(a: Analysis, mention: SpeakerMention) -> list[str]:
    """The names of those before the mention who hold the role; of several, first those whose
    position and place are the same.
    """
    before = [r for r in roles(a) if r.person.end <= mention.start and r.person.name]
    phrase = wording(a, mention).lower()
    noun = bare_noun(mention.head)
    for fits in (_same_phrase, _same_noun, _alike):
        found = [r for r in before if fits(a, r, phrase, noun, mention)]
        if found:
            return list(dict.fromkeys(str(r.person.name) for r in found))
    return []


def holder_of(a: Analysis, mention: SpeakerMention, history: History) -> str | None:
    """The only holder; of several the one who spoke last, if one of them has spoken."""
    found = holders(a, mention)
    if len(found) < 2:
        return found[0] if found else None
    spoke = (s.speaker.name for s in history.before(mention.start) if s.speaker.personal)
    return next((name for name in spoke if name in found), None)


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
