"""Who an English speaker's words mean: a name that person, "the minister" who holds that
position, "he" a man in focus, "the ministry" the ministry named before. Where two fit, nobody.

Comes in: an analysis, a `SpeakerMention`, the speakers before. Goes out: a `Speaker`; `SPEAKERS`
are the hooks of the one pass over all speech.
"""

import itertools
from bisect import bisect_right
from collections.abc import Callable

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.roles.extractor import position_of, roles
from baqylau.facts.en.speakers.genders import gender_of
from baqylau.facts.en.speakers.mentions import with_position
from baqylau.facts.en.words.marks import mark_index
from baqylau.facts.en.words.text import is_determiner, text_of
from baqylau.facts.grammar.speakers.history import History, Said
from baqylau.facts.grammar.speakers.people import named_before
from baqylau.facts.grammar.speakers.resolver import SpeakerHooks
from baqylau.facts.grammar.speakers.speaker import Speaker, SpeakerMention
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention, Slot
from baqylau.model.words import Sentence

_MEMORY = 2_000  # tokens back that are searched for "a farmer"
_FARTHEST = 5  # sentences back that a pronoun may mean
_GENDER = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}


def _person(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:  # noqa: ARG001
    named = mention.mention
    name = named.name if named and not _is_shared(a, named) else None
    return Speaker(_slot(a, mention, name), name, position_of(a).get(name or ""), "person")


def _is_shared(a: Analysis, person: Mention) -> bool:
    """Whether two people of the text bear the surname that alone is printed."""
    surname = person.text.casefold()
    if " " in surname:
        return False
    named = {m.text.casefold() for m in a.mentions if m.type == "person" and m.end <= person.start}
    return len({name for name in named if name.endswith(f" {surname}")}) > 1


def _pronoun(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:
    gender = _GENDER.get(mention.head.text.lower())
    name = _in_focus(a, mention.start, history, gender) if gender else None
    if mention.head.text.lower() == "it":  # the institution that spoke last
        last = history.last_institution(mention.start)
        name = last.name if last else None
    return Speaker(_slot(a, mention, name), name, position_of(a).get(name or ""), "pronoun")


def _slot(a: Analysis, mention: SpeakerMention, name: str | None) -> Slot:
    return a.slot(mention.start, mention.end, name)


def _in_focus(a: Analysis, at: int, history: History, gender: str) -> str | None:
    """The person whom "he" or "she" means: the subject of the nearest sentence before that names
    somebody who fits, or the last speaker where nobody was named since.
    """
    spoke = _last_person(history, at)
    here = a.sentence_at(at)
    unnamed = _last_unnamed(a, history, at)
    if unnamed is not None and not any(
        mark_index(a).at(m.start) is None for m in a.mentions_in(unnamed, at) if m.type == "person"
    ):
        return None  # a resident spoke since anybody was named: he may be meant
    stop = here.start if _is_behind_speech(a, at) else at
    for sentence in _sentences_before(a, here):
        fitting = [m for m in _persons(a, sentence) if _fits(a, m.name, gender) and m.end <= stop]
        last = spoke if spoke and sentence.start <= spoke[0] < at else None
        if last and _fits(a, last[1], gender):
            return last[1]
        names = {m.name for m in fitting}
        if len(names) == 1:
            only = names.pop()
            if (
                spoke
                and spoke[1] != only
                and _fits(a, spoke[1], gender)
                and (not _is_near(a, here, sentence) or _is_relative(a, fitting[0]))
            ):
                return None
            sure = _is_only(a, fitting, at, gender) or (spoke is not None and spoke[1] == only)
            return only if sure else None
        subjects = {m.name for m in fitting if _is_alone_subject(a, m, fitting)}
        if names:
            return subjects.pop() if len(subjects) == 1 else None
        if last:
            return None
    return None


def _is_behind_speech(a: Analysis, at: int) -> bool:
    """`Damir Ospanov is ill, he said`: who is named in the words before is not he."""
    before, behind = a.text[max(0, at - 4) : at].rstrip(), a.text[at : at + _CLAUSE]
    return ":" not in behind and before.endswith((",", "”", '"', "``", "’", "'"))


_CLAUSE = 24  # characters of `she explained:`, which announces what follows


def _is_relative(a: Analysis, person: Mention) -> bool:
    """`His brother Karim left`: whoever spoke last may go on speaking of him."""
    text = text_of(a)
    i = text.first(person) - 1
    i -= text.word(i) == ","
    return text.low(i) in entries("positions", "relations") and text.low(i - 1) in _OWNERS


_OWNERS = ("his", "her", "their")


def _is_near(a: Analysis, here: Sentence, sentence: Sentence) -> bool:
    """The sentence itself or the one before."""
    return sentence in _sentences_before(a, here)[:2]


def _is_only(a: Analysis, fitting: list[Mention], at: int, gender: str) -> bool:
    """Whether the one who is named is a subject, or nobody else who fits is named before."""
    if any(_is_subject(a, m) for m in fitting):
        return True
    return {m.name for m in named_before(a, at) if _fits(a, m.name, gender)} == {fitting[0].name}


def _last_person(history: History, at: int) -> tuple[int, str] | None:
    """Where the last person who spoke was named, and the name."""
    return next(
        (
            (said.place, said.speaker.name)
            for said in history.before(at)
            if said.speaker.name and said.speaker.personal
        ),
        None,
    )


def _last_unnamed(a: Analysis, history: History, at: int) -> int | None:
    """Where somebody without a name spoke, if nobody else spoke since."""
    said = next(history.before(at), None)
    if said is None or said.speaker.kind != "role":
        return None
    people = {m.name for m in a.mentions if m.type == "person"}
    return said.place if said.speaker.name not in people else None


def _sentences_before(a: Analysis, here: Sentence) -> list[Sentence]:
    """The sentence itself and those before it, nearest first."""
    index = bisect_right(a.sentences, here.start, key=lambda s: s.start) - 1
    return [a.sentences[i] for i in range(index, max(-1, index - _FARTHEST - 1), -1)]


def _persons(a: Analysis, sentence: Sentence) -> list[Mention]:
    """The persons named in a sentence outside quotation marks."""
    return [
        m
        for m in a.mentions_in(sentence.start, sentence.end)
        if m.type == "person" and mark_index(a).at(m.start) is None
    ]


def _fits(a: Analysis, name: str, gender: str) -> bool:
    known = gender_of(a, name)
    return not known or known == gender


def _is_subject(a: Analysis, person: Mention) -> bool:
    """Whether the name may be the subject of its clause: no preposition, no possessive."""
    text = text_of(a)
    first, last = text.span[person.start]
    if text.low(last) in ("’s", "'s", "’", "'"):
        return False
    begins = with_position(text, person)
    return not {text.low(first - 1), text.low(begins - 1)} & entries("words", "prepositions")


def _is_alone_subject(a: Analysis, person: Mention, others: list[Mention]) -> bool:
    """`Aida Serikova, the coach of Timur Orlov, …`: the others hang on a preposition."""
    return _is_subject(a, person) and not any(
        _is_subject(a, m) for m in others if m.name != person.name
    )


def _role(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:
    """`the minister`: the last person named with that position; else the words themselves."""
    head = mention.head.text.lower()
    words = [w.text.lower() for w in mention.words]
    name = None
    if words[0] in ("the", "this", "that") or len(words) == 1:
        rest = words[1:] if head == "head" else words[1:-1]
        name = _holder(a, mention.start, head, rest)
    if name is None and head in (
        "woman",
        "man",
        "mother",
        "father",
        "actor",
        "actress",
        "boy",
        "girl",
    ):
        gender = "f" if head in ("woman", "mother", "actress", "girl") else "m"
        if words[0] == "the":
            name = _in_focus(a, mention.start, history, gender)
    bare = len(words) == 2 and words[0] == "the" and head not in entries("speakers", "outsiders")
    if name is None and bare and not _introduced(a, mention):
        name = _meant(a, mention.start, history)
    found = name or _phrase(a, mention)
    return Speaker(_slot(a, mention, found), found, position_of(a).get(found), "role")


def _introduced(a: Analysis, mention: SpeakerMention) -> bool:
    """Whether the text spoke of `a farmer` before `the farmer`: then he has no name."""
    text = text_of(a)
    head = mention.head.text.lower()
    here = text.index(mention.start)
    for i in range(max(1, here - _MEMORY), here):
        named = text.mention(i + 1, "person") is not None
        article = any(text.low(i - n) in ("a", "an", "one", "another") for n in (1, 2, 3))
        if text.low(i) == head and article and not named:
            return True
    return False


def _meant(a: Analysis, at: int, history: History) -> str | None:
    """Whom a bare `the midfielder` means: who spoke, or the only person named, in the sentence
    before.
    """
    here = a.sentence_at(at)
    before = _sentences_before(a, here)[:2]
    names = {m.name for s in before for m in _persons(a, s) if m.end <= at}
    last = _last_person(history, at)
    if last and last[0] >= before[-1].start and names <= {last[1]}:
        return last[1]
    return names.pop() if len(names) == 1 else None


_ALIASES = {"state": "president", "government": "minister"}
"""Whom `the Head of State` and `the head of government` mean."""


def _holder(a: Analysis, at: int, head: str, modifiers: list[str]) -> str | None:
    """The person whose position has this head word; where two have it, the one whose position has
    the other words too, else nobody.
    """
    holders: dict[str, str] = {}
    headed = [m for m in modifiers if not is_determiner(m)]
    if head == "head" and headed[-2:-1] == ["of"]:
        head, modifiers = _ALIASES.get(headed[-1], head), []
    peoples = [m for m in modifiers if gazetteer.is_demonym(m.capitalize())]
    for role in roles(a):
        if any(p not in role.position.name.lower() for p in peoples):
            continue  # the Russian minister is not the minister of Japan
        if role.person.start < at and role.position.head == head:
            holders.pop(role.person.name, None)
            holders[role.person.name] = role.position.name.lower()
    if len(holders) > 1 and modifiers:
        alike = [n for n, p in holders.items() if all(m in p for m in modifiers)]
        return alike[0] if len(alike) == 1 else None
    if len(holders) > 1:
        return next((m.name for m in named_before(a, at) if m.name in holders), None)
    return next(iter(holders), None)


def _phrase(a: Analysis, mention: SpeakerMention) -> str:
    """The words without their article, in small letters but for names."""
    words = list(mention.words)
    while len(words) > 1 and is_determiner(words[0].text.lower()):
        words = words[1:]
    whole = " ".join(a.text[words[0].start : words[-1].end].split())
    starts = a.sentence_at(words[0].start).start == words[0].start
    proper = (
        a.mention_at(words[0].start)
        or gazetteer.is_demonym(words[0].text)
        or words[0].text.removesuffix(".") in entries("positions", "titles")
    )
    return whole if proper or not starts else whole[:1].lower() + whole[1:]


def _institution(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:  # noqa: ARG001
    if mention.mention:
        name = mention.mention.name
        return Speaker(_slot(a, mention, name), name, None, "institution")
    head = mention.head.text.lower()
    bare = len([w for w in mention.words if not is_determiner(w.text.lower())]) == 1
    paper = head in entries("speakers", "texts")  # `the post` is no Washington Post
    named = _named_institution(a, mention.start, head) if bare and not paper else None
    name = named or _phrase(a, mention)
    return Speaker(_slot(a, mention, name), name, None, "institution")


def _named_institution(a: Analysis, at: int, head: str) -> str | None:
    """`the ministry` after `Ministry of Finance`; where two ministries are named, the last."""
    alike = [
        m.name
        for m in a.mentions
        if m.type == "organization" and m.end <= at and head in m.name.lower().split()
    ]
    return alike[-1] if alike else None


def _people(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:  # noqa: ARG001
    name = _phrase(a, mention)
    return Speaker(_slot(a, mention, name), name, None, "people")


def _author(a: Analysis, document: str, at: int) -> SpeakerMention | None:  # noqa: ARG001
    return None


def _continuing(a: Analysis, at: int, history: History) -> Speaker | None:
    """The last speaker goes on, unless another person was made the subject since."""
    last = next(history.before(at), None)
    if last is None or _competes(last, history, at):
        return None
    since = {
        m.name
        for m in a.mentions_in(last.end, at)
        if m.type == "person" and _is_subject(a, m) and mark_index(a).at(m.start) is None
    }
    return last.speaker if not since - {last.speaker.name} else None


def _competes(last: Said, history: History, at: int) -> bool:
    """Whether an institution was quoted between the words of a person: both may go on."""
    if last.speaker.kind != "institution":
        return False
    return any(
        said.speaker.personal and last.place - said.place < _CLOSE
        for said in itertools.islice(history.before(at), 1, 3)
    )


_CLOSE = 1_500  # characters between two speakers

_Reader = Callable[[Analysis, SpeakerMention, History], Speaker]
SPEAKERS = SpeakerHooks(
    readers={
        "person": _person,
        "pronoun": _pronoun,
        "role": _role,
        "institution": _institution,
        "people": _people,
    },
    author=_author,
    continuing=_continuing,
)
