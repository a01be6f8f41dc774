"""Whom the mentions of a Russian text mean: what Russian brings to the shared resolver pass.

Comes in: an `Analysis`, a `SpeakerMention` and who spoke before. Goes out: a `Speaker`. A person
gets the name that the document gives; where nobody is named, the phrase in the nominative is the
name.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.focus import continuing
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.resolver import SpeakerHooks
from baqylau.facts.grammar.speakers.speaker import Speaker, SpeakerMention
from baqylau.facts.ru.roles.extractor import role_name
from baqylau.facts.ru.speakers.authors import author_before
from baqylau.facts.ru.speakers.focus import is_subject
from baqylau.facts.ru.speakers.institutions import institution
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.pronouns import pronoun
from baqylau.facts.ru.speakers.role_nouns import role_noun
from baqylau.facts.ru.words.people import people
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.lang.ru.declension import given_names
from baqylau.lang.ru.wordlists import wordlist


def _person(a: Analysis, mention: SpeakerMention, _: History) -> Speaker:
    assert mention.mention is not None  # always, for the kind "person"
    name = mention.mention.name
    if _is_shared(a, name) or _is_cut(a, mention):
        return Speaker(a.slot(mention.start, mention.end), None, None, "person")
    slot = a.slot(mention.start, mention.end, name)
    return Speaker(slot, name, role_name(a, name) or _role_as_worded(a, mention), "person")


def _is_shared(a: Analysis, name: str) -> bool:
    """`Царёв` in a text about Олег Царёв and Павел Царёв, `Мария` in one about two women."""
    if " " in name:
        return False
    several = [p.name.split() for p in people(a) if " " in p.name]
    return any(len({*full}) > 1 for full in _bearers(name, several))


def _bearers(name: str, people: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """The full names of those with this surname, and of those with this first name."""
    return (
        [" ".join(p) for p in people if p[-1] == name],
        [" ".join(p) for p in people if p[0] == name],
    )


def _is_cut(a: Analysis, mention: SpeakerMention) -> bool:
    """`дочь артиста Ивана Петрова Анна`, where the name was read as `Петрова Анна`: a capital word
    right before the name belongs to another person.
    """
    assert mention.mention is not None  # always, for the kind "person"
    before = [t for t in mention.words if t.end <= mention.mention.start]
    if not before or a.mention_at(before[-1].start) or not before[-1].text.istitle():
        return False
    first, _, rest = mention.mention.text.partition(" ")
    if rest and first.lower() in given_names():
        return False  # `адвокат Белова Ерлан Сатаев`
    return before[-1].pos == "PROPN" and any(t.lemma in _RELATED for t in before)


_RELATED = frozenset(x for key in ("relations", "serving") for x in wordlist("positions")[key])


def _role_as_worded(a: Analysis, mention: SpeakerMention) -> str | None:
    """`педиатр с тридцатилетним стажем Клара Шмидт`: the words before the name as its role, where
    no rule has read a role.
    """
    assert mention.mention is not None  # always, for the kind "person"
    before = [t for t in mention.words if t.end <= mention.mention.start]
    return small(nominative(before, a.text)) if before else None


def _institution(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:
    if _is_counted(mention):
        return Speaker(a.slot(mention.start, mention.end), None, None, "people")
    name = institution(a, mention, history.institutions(mention.start))
    return Speaker(a.slot(mention.start, mention.end), name, None, "institution")


def _people(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:
    if _is_counted(mention):
        return Speaker(a.slot(mention.start, mention.end), None, None, "people")
    if _is_somebody(mention):
        return role_noun(a, mention, history)
    name = small(nominative(mention.words, a.text))
    return Speaker(a.slot(mention.start, mention.end), name, None, "people")


def _is_counted(mention: SpeakerMention) -> bool:
    """`По словам 12 компаний`: a number of them is nobody."""
    return mention.words[0].text[0].isdigit()


def _is_somebody(mention: SpeakerMention) -> bool:
    """`Звезда призналась`, `пояснила телеведущая`: one person, whom the text may name elsewhere."""
    head = mention.head
    if len(mention.words) > 1 or head.feats.get("Number") == "Plur" or mention.mention:
        return False
    living = head.feats.get("Animacy") == "Anim" or head.lemma in listed("somebody")
    others = (listed("many"), listed("nameless"), _RELATED)
    return living and not any(head.lemma in words for words in others)


def _continuing(a: Analysis, offset: int, history: History) -> Speaker | None:
    return continuing(a, offset, history, is_subject, role_name)


HOOKS = SpeakerHooks(
    readers={
        "person": _person,
        "pronoun": pronoun,
        "role": role_noun,
        "institution": _institution,
        "people": _people,
    },
    author=author_before,
    continuing=_continuing,
)
