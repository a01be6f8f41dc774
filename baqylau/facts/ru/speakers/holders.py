"""Who of the people named before holds the role that a noun names.

Comes in: an `Analysis` and the mention of a role. Goes out: the name of the holder, or None.
"""

from bisect import bisect_left

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.speakers.history import MEMORY
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.appointments.extractor import appointments
from baqylau.facts.ru.roles.extractor import roles
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.words.people import named_before, people
from baqylau.lang.ru.offices import holder
from baqylau.lang.ru.positions import group
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Role

PositionFact = Role | Appointment


@memoized
def position_facts(a: Analysis) -> tuple[PositionFact, ...]:
    """Everybody who holds a position in the text or was given one, in reading order."""
    appointed = (f for f in appointments(a) if f.action == "appointed" and f.position)
    return tuple(sorted((*roles(a), *appointed), key=lambda h: h.person.start))


def holder_of(a: Analysis, speaker_mention: SpeakerMention, wording: str) -> str | None:
    """The person named before who holds such a role; of several the one named last."""
    facts = position_facts(a)
    last = bisect_left(facts, speaker_mention.start, key=lambda h: h.person.start)
    known = [h for h in facts[max(0, last - MEMORY) : last] if h.start < speaker_mention.start]
    if speaker_mention.head.lemma in listed("appointee"):
        return next((h.person.name for h in reversed(known) if isinstance(h, Appointment)), None)
    alone: str | None = wordlist("positions")["alone"].get(wording.lower())
    if alone:
        holders = [h for h in known if position_words(h).startswith(alone)]
        return holders[-1].person.name if holders else by_table(a, wording)
    fitting = [r for r in known if fits(a, r, speaker_mention, wording)]
    if fitting:
        latest = max(fitting, key=lambda r: _last_named_at(a, r.person.name, speaker_mention.start))
        return latest.person.name
    return by_table(a, wording)


def by_table(a: Analysis, wording: str) -> str | None:
    """The person who held the office on that day by the table of offices, where the text names
    this person.
    """
    day = a.source.published
    office_holder = holder(wording, day.date()) if day else None
    words = office_holder.split() if office_holder else []
    return next(
        (
            m.name
            for m in people(a)
            if words and m.name.split()[-1] == words[-1] and set(m.name.split()) <= set(words)
        ),
        None,
    )


def fits(a: Analysis, role: PositionFact, speaker_mention: SpeakerMention, wording: str) -> bool:
    position = position_words(role)
    words = position.split()
    head = speaker_mention.head.lemma
    if speaker_mention.mention and not _belongs(a, role, speaker_mention.mention):
        return False
    if (
        head in words[:1]
        or position == wording.lower()
        or (head in words and len(speaker_mention.words) == 1 and head not in listed("exact"))
    ):
        return True
    if (
        position.startswith(tuple(wordlist("speakers")["alike"].get(head, ())))
        and len(speaker_mention.words) == 1
    ):
        return True
    if head in listed("any_leader"):
        return any(group(w) == "leader" for w in words) and not _is_elsewhere(
            a, role, speaker_mention
        )
    return (
        head not in listed("exact")
        and group(head) in ("doctor", "sport", "law", "expert")
        and any(group(w) == group(head) for w in words)
    )


def _is_elsewhere(a: Analysis, role: PositionFact, speaker_mention: SpeakerMention) -> bool:
    """`представитель полиции Вашингтона` is no minister of another country: the role does not
    contain the name that the noun governs.
    """
    governed = a.mentions_in(speaker_mention.head.end, speaker_mention.end)
    own_names = {m.name for m in a.mentions_in(role.start, role.end)}
    return (
        bool(governed)
        and own_names.isdisjoint(m.name for m in governed)
        and not any(_is_ministry(m.name, position_words(role)) for m in governed)
    )


def _belongs(a: Analysis, role: PositionFact, mention: Mention) -> bool:
    """`глава Нацбанка` does not lead another institution."""
    if role.organization and role.organization.name == mention.name:
        return True
    within = [m.name for m in a.mentions_in(role.start, role.end) if m.type == "organization"]
    return mention.name in within or (not within and role.organization is None)


def _last_named_at(a: Analysis, name: str | None, offset: int) -> int:
    return next((m.start for m in named_before(a, offset) if m.name == name), -1)


def _is_ministry(name: str, position: str) -> bool:
    """`глава Минфина` is the `министр финансов`, `глава МВД` the `министр внутренних дел`."""
    words = position.split()
    if words[:1] != ["министр"] or len(words) < len(("министр", "финансов")):
        return False
    initials = "".join(w[0] for w in words[: len(name)])
    return name.lower() == initials or (name.startswith("Мин") and name[3:6] == words[1][:3])


def position_words(fact: PositionFact) -> str:
    return ((fact.position and fact.position.name) or "").lower()
