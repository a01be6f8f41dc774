"""Who comes after somebody whom the text saw leave: `На его место назначен X`, `Вместо неё пришла
X`, `Его место занял X`, `Директора завода Y сменила X`.

Comes in: an `Analysis`, a sentence and the appointments read before it. Goes out: `Appointment`s
with the position of the one who left.
"""

from collections.abc import Iterator, Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar import positions as grammar
from baqylau.facts.ru.appointments.happened import happened
from baqylau.facts.ru.roles.extractor import roles_of
from baqylau.facts.ru.roles.positions import may_stand, nearest
from baqylau.facts.ru.words.people import genders
from baqylau.lang.ru.positions import group
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token

_PRONOUNS = {"его": "m", "него": "m", "ее": "f", "её": "f", "нее": "f", "неё": "f"}
_NEAR = 8  # words between the phrase and the verb
_BACK = 400  # characters back to the one who left


def successors(
    a: Analysis, sentence: Sentence, persons: Sequence[Mention], before: Sequence[Appointment]
) -> Iterator[Appointment]:
    """The new holders whom the sentence puts in the place of somebody named before."""
    words = a.words(sentence)
    for at, verb in enumerate(words):
        if verb.lemma not in wordlist("appointments")["coming"] or not happened(words, at):
            continue
        phrase = _place_of(words, at)
        left = _left(phrase, before) if phrase else None
        person = nearest(a, verb, list(persons), _cases(verb)) if left else None
        if phrase is None or left is None or person is None or person.name == left.person.name:
            continue
        yield grammar.appointment(
            a,
            "appointed",
            person,
            "ru.successor",
            0.78,
            words=[Span(phrase[0].start, phrase[-1].end), Span(verb.start, verb.end)],
            position=left.position,
            organization=left.organization,
        )


def _place_of(words: Sequence[Token], at: int) -> Sequence[Token] | None:
    """`на его место`, `вместо неё`, `его место` in the clause of the verb."""
    for i in range(max(0, at - _NEAR), min(len(words), at + _NEAR)):
        low = words[i].text.lower()
        if low not in _PRONOUNS:
            continue
        behind = words[i + 1].lemma if i + 1 < len(words) else ""
        lead = words[i - 1].lemma if i else ""
        if behind in wordlist("appointments")["place"]:
            return words[i - (lead == "на") : i + 2]
        if lead == "вместо":
            return words[i - 1 : i + 1]
    return None


def _left(phrase: Sequence[Token], before: Sequence[Appointment]) -> Appointment | None:
    """The last who left before the phrase and whom its pronoun may mean."""
    pronoun = next(t for t in phrase if t.text.lower() in _PRONOUNS)
    gender = _PRONOUNS[pronoun.text.lower()]
    for one in reversed(before):
        near = pronoun.start - _BACK < one.end <= pronoun.start
        if near and one.action == "dismissed" and gender in genders(one.person.name or ""):
            return one
    return None


def _cases(verb: Token) -> set[str]:
    """`назначен X`, `пришёл X` take the nominative, `назначили X` the accusative."""
    own = verb.lemma in wordlist("appointments")["own_step"]
    passive = verb.feats.get("Voice") == "Pass" or verb.feats.get("Variant") == "Short"
    return {"Nom"} if own or passive else {"Acc", "Gen"}


def followed(
    a: Analysis, words: tuple[Token, ...], at: int, persons: Sequence[Mention]
) -> Iterator[Appointment]:
    """`Директора завода Y сменила X`: X has the office that stands before the name of Y."""
    who = nearest(a, words[at], [p for p in persons if _printed(p)], {"Nom"})
    whom = next((p for p in persons if not _printed(p) and may_stand(a, p, {"Acc", "Gen"})), None)
    held = roles_of(a, whom.name) if whom else ()
    role = next((r for r in held if whom and r.person.start == whom.start), None)
    if who is None or role is None or group(_head(a, role.position)) != "leader":
        return
    yield grammar.appointment(
        a,
        "appointed",
        who,
        "ru.replaced",
        0.8,
        words=[Span(role.position.start, role.person.end), Span(words[at].start, words[at].end)],
        position=role.position,
        organization=role.organization,
    )


def _head(a: Analysis, position: Slot) -> str:
    """The lemma of the office's noun."""
    nouns = (t.lemma for t in a.tokens_in(position.start, position.end) if t.pos == "NOUN")
    return next(nouns, "")


def _printed(person: Mention) -> bool:
    """Whether the name is printed as its nominative."""
    return set(person.text.lower().split()) <= set(person.name.lower().split())
