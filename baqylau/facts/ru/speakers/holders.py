"""Who of the people named before holds the role that a noun names.

Comes in: an `Analysis` and the mention of a role. Goes out: the name of the holder, or None.
"""

from bisect import bisect_left

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.speakers.history import MEMORY
from baqylau.facts.grammar.speakers.people import bearer
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.appointments.extractor import appointments
from baqylau.facts.ru.roles.extractor import roles
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.words.people import genders, named_before
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
    gender = spoken_gender(a, speaker_mention)
    known = [
        h
        for h in known
        if (gender is None or gender in genders(h.person.name or ""))
        and (_is_minister(h, wording) or not is_other_office(a, h, speaker_mention))
    ]
    for fits in (_has_this_title, _is_like):
        fitting = [h for h in known if fits(a, h, speaker_mention, wording)]
        if fitting:
            last_named = max(
                fitting, key=lambda h: _last_named_at(a, h.person.name, speaker_mention.start)
            )
            return last_named.person.name
    return by_table(a, wording)


def spoken_gender(a: Analysis, mention: SpeakerMention) -> str | None:
    """`подчеркнула депутат`: the gender of the verb beside the noun, None for the present tense."""
    around = (
        *a.tokens_in(max(0, mention.start - _BESIDE), mention.start)[-1:],
        *a.tokens_in(mention.end, mention.end + _BESIDE)[:1],
    )
    verbs = (t for t in around if t.pos == "VERB" and t.feats.get("VerbForm") == "Fin")
    found = (t.feats.get("Gender") for t in verbs if t.feats.get("Number") == "Sing")
    return next(({"Fem": "f", "Masc": "m"}.get(g or "") for g in found), None)


_BESIDE = 25  # characters in which the verb beside a noun begins


def is_other_office(a: Analysis, role: PositionFact, mention: SpeakerMention) -> bool:
    """`глава отдела образования` is not the `заведующая отделением горбольницы`: the nouns that the
    two govern share none. `глава ведомства` may lead any institution.
    """
    governed = _governed(a, mention.head.end, mention.end)
    own = _governed(a, role.start, role.end)
    own |= {m.name[:_STEM].lower() for m in a.mentions_in(role.start, role.end)}
    names = {m.name for m in a.mentions_in(mention.head.end, mention.end)}
    if not governed or names or len(own) < _TITLE_AND_OWNER:
        return False
    return own.isdisjoint(governed)


def _governed(a: Analysis, start: int, end: int) -> set[str]:
    """The beginnings of the nouns in a phrase, without those that any office may govern."""
    return {
        t.lemma[:_STEM]
        for t in a.tokens_in(start, end)
        if t.pos in ("NOUN", "PROPN", "ADJ") and t.lemma not in listed("owners")
    }


_STEM = 5  # letters that two forms of a noun share
_TITLE_AND_OWNER = 3  # words of a role with its person: the title, an owner, a name


def by_table(a: Analysis, wording: str) -> str | None:
    """The person who held the office on that day by the table of offices, where the text names
    this person.
    """
    day = a.source.published
    return bearer(a, holder(wording, day.date()) if day else None)


def _has_this_title(a: Analysis, role: PositionFact, mention: SpeakerMention, wording: str) -> bool:
    """`министр` after `министр торговли Алмас Жиренов`"""
    position, head = position_words(role), mention.head.lemma
    words = position.split()
    if mention.mention and not _belongs(a, role, mention.mention):
        return False
    first = _heading(wording.lower().split(), head)
    return first == words[: len(first)] or position == wording.lower()


def _heading(words: list[str], head: str) -> list[str]:
    """`первый заместитель` of `первый заместитель прокурора области`; only a rank before the office
    must stand in the holder's position too.
    """
    at = words.index(head) if head in words else 0
    ranked = at == 1 and words[0] in listed("ranks")
    return words[:2] if ranked else [head]


def _has_like_title(role: PositionFact, mention: SpeakerMention) -> bool:
    """`избранник` after `депутат`, `министр` after `глава Минтруда`"""
    head = mention.head.lemma
    alike = tuple(wordlist("speakers")["alike"].get(head, ()))
    if len(mention.words) > 1:
        return False
    return position_words(role).startswith(alike) or (
        head == "министр" and _led_ministry(role) is not None
    )


def _is_like(a: Analysis, role: PositionFact, mention: SpeakerMention, wording: str) -> bool:
    """`врач` after `главный санитарный врач`, and the like titles and groups; `министр
    здравоохранения` after `глава Минздрава`.
    """
    if _is_minister(role, wording):
        return True
    words, head = position_words(role).split(), mention.head.lemma
    within = len(mention.words) == 1 and head not in listed("exact") and head in words
    like = _has_like_title(role, mention)
    return within or like or _is_of_group(a, role, mention)


def _is_of_group(a: Analysis, role: PositionFact, mention: SpeakerMention) -> bool:
    """`руководитель` after `директор`, `медик` after `хирург`"""
    head, groups = mention.head.lemma, {group(w) for w in position_words(role).split()}
    if mention.mention and not _belongs(a, role, mention.mention):
        return False
    if head in listed("any_leader"):
        return "leader" in groups and not _is_elsewhere(a, role, mention)
    own = group(head)
    return (
        head not in listed("exact")
        and own in ("doctor", "sport", "law", "expert")
        and own in groups
    )


def _led_ministry(role: PositionFact) -> str | None:
    """The ministry of `глава Минтруда`, who is a minister."""
    office = role.organization.name if role.organization else None
    leads = position_words(role).split()[:1] in (["глава"], ["руководитель"])
    is_ministry = office and (office.startswith("Мин") or office in listed("ministries"))
    return office if leads and is_ministry else None


def _is_minister(role: PositionFact, wording: str) -> bool:
    """Whether who leads the ministry is called so: `министр здравоохранения`."""
    office = _led_ministry(role)
    return office is not None and _is_ministry(office, wording.lower())


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
    if within or role.organization is not None:
        return mention.name in within
    if _is_ministry(mention.name, position_words(role)):
        return True
    title = [t for t in a.tokens_in(role.start, role.person.start) if t.pos == "NOUN"]
    owned = {t.lemma[:_STEM] for t in title if t.feats.get("Case") == "Gen"}
    return not owned or any(word[:_STEM].lower() in owned for word in mention.name.split())


def _last_named_at(a: Analysis, name: str | None, offset: int) -> int:
    return next((m.start for m in named_before(a, offset) if m.name == name), -1)


def _is_ministry(name: str, position: str) -> bool:
    """`глава Минфина` is the `министр финансов`, `глава МВД` the `министр внутренних дел`, `глава
    МЧС` the `министр по ЧС`.
    """
    words = [x for x in position.split() if x != "по"]
    if words[:1] != ["министр"] or len(words) < len(("министр", "финансов")):
        return False
    initials = "".join(w[0] for w in words[: len(name)])
    short = words[0][0] + words[1]
    return name.lower() in (initials, short) or (
        name.startswith("Мин") and name[3:6] == words[1][:3]
    )


def position_words(fact: PositionFact) -> str:
    return ((fact.position and fact.position.name) or "").lower()
