"""Who speaks: the words that name a speaker in a reporting clause, and the name behind them.

Comes in: an `Analysis`. Goes out: a `Voice` for a stretch of text, resolved by what stands before it: a person by the
document's own name, a pronoun by gender and nearness, a role noun by who holds such a role, an institution by its name.
"""

from dataclasses import dataclass
from functools import lru_cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.russian.roles import roles
from baqylau.lang.ru.declension import read
from baqylau.lang.ru.nominative import phrase
from baqylau.lang.ru.positions import group, is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Mention, Quote, Role, Slot
from baqylau.model.words import Token

_HE, _SHE, _THEY = {"он", "его", "него", "ему", "им"}, {"она", "её", "ее", "нее", "неё", "ей"}, {"они", "их", "них"}
PRONOUNS = frozenset(_HE | _SHE | _THEY)
@dataclass(frozen=True, slots=True)
class Voice:
    """The words that name the speaker here, the name behind them, the role that goes with it."""

    slot: Slot
    name: str | None
    role: str | None
    kind: str


@lru_cache(maxsize=4_000)
def genders(name: str) -> str:
    """The genders a nominative name allows: "m", "f" or "fm"."""
    words = name.split()
    return read(words, ["nom"] * len(words))[0].genders


class Voices:
    """The speakers of one text; asked in reading order, since a pronoun looks back."""

    def __init__(self, analysis: Analysis) -> None:
        self._a = analysis
        self._roles = roles(analysis)
        self._spoke: list[tuple[int, str]] = []

    def remember(self, voice: Voice | None) -> None:
        if voice and voice.name and voice.kind == "person":
            self._spoke.append((voice.slot.start, voice.name))

    def remember_quote(self, made: Quote) -> None:
        if made.speaker and made.speaker_name:
            self._spoke.append((made.speaker.start, made.speaker_name))
            self._spoke.sort()

    def last_before(self, offset: int) -> Voice | None:
        """The last one who spoke before an offset, as a voice without words of its own."""
        spoke = [(at, name) for at, name in self._spoke if at < offset]
        if not spoke:
            return None
        at, name = spoke[-1]
        return Voice(self._a.slot(at, at), name, self.role_of(name), "person")

    def role_of(self, name: str | None) -> str | None:
        return next((r.position.name for r in self._roles if r.person.name == name), None)

    def among(self, words: tuple[Token, ...], oblique: bool = False) -> Voice | None:
        """The speaker named by these words of a reporting clause; `oblique` where the speaker stands in the genitive."""
        person = next((m for t in words for m in self._a.mentions if m.type == "person" and m.start == t.start), None)
        pronoun = next((t for t in words if t.text.lower() in PRONOUNS and (oblique or t.text.lower() in ("он", "она", "они"))), None)
        if pronoun and (person is None or pronoun.start < person.start):
            return self._by_pronoun(pronoun)
        if person:
            return self._by_person(person, words)
        return self._by_role(words, oblique) or self._by_institution(words) or self._by_people(words, oblique)

    def _by_person(self, person: Mention, words: tuple[Token, ...]) -> Voice:
        role = next((r for r in self._roles if r.person.start == person.start), None)
        start = min(person.start, role.position.start) if role and role.rule == "ru.before" else person.start
        start = max(start, words[0].start) if start < words[0].start else start
        return Voice(self._a.slot(start, person.end, person.name), person.name, self.role_of(person.name), "person")

    def _by_pronoun(self, token: Token) -> Voice:
        low = token.text.lower()
        slot = self._a.slot(token.start, token.end)
        if low in _THEY:
            return Voice(slot, self._plural_before(token.start), None, "pronoun")
        gender = "f" if low in _SHE else "m"
        name = self._nearest(token.start, gender)
        return Voice(slot, name, self.role_of(name), "person")

    def _nearest(self, offset: int, gender: str) -> str | None:
        """The last speaker, unless somebody of that gender was named since; subjects are likelier than others."""
        named = [m for m in self._a.mentions if m.type == "person" and m.end <= offset and gender in genders(m.name)]
        spoke = [(at, name) for at, name in self._spoke if at < offset and gender in genders(name)]
        if not named:
            return spoke[-1][1] if spoke else None
        last = named[-1]
        subject = self._is_subject(last)
        if spoke and (not subject or spoke[-1][0] > last.start):
            return spoke[-1][1]
        return last.name

    def _is_subject(self, person: Mention) -> bool:
        words = self._a.tokens_in(person.start, person.end)
        return bool(words) and words[-1].feats.get("Case", "Nom") == "Nom"

    def _plural_before(self, offset: int) -> str | None:
        """«по их словам»: the last plural noun phrase in the nominative: `Жители села Жолкудык`."""
        sentence = self._a.sentence_at(offset)
        before = [t for t in self._a.words(sentence) if t.end <= offset]
        heads = [t for t in before if t.pos == "NOUN" and t.feats.get("Number") == "Plur" and t.feats.get("Case") == "Nom"]
        if not heads:
            return None
        run = [heads[0]]
        for token in before[before.index(heads[0]) + 1 :]:
            if token.feats.get("Case") != "Gen" and not any(m.start <= token.start < m.end for m in self._a.mentions):
                break
            run.append(token)
        return self._a.text[run[0].start : run[-1].end]

    def _by_role(self, words: tuple[Token, ...], oblique: bool) -> Voice | None:
        cases = {"Gen"} if oblique else {"Nom"}
        nouns = [(i, t) for i, t in enumerate(words) if t.pos in ("NOUN", "PROPN") and t.feats.get("Case", "Nom") in cases]
        head = next((i for i, t in nouns if is_position(t.lemma)), None)
        general = next((i for i, t in enumerate(words) if t.lemma in wordlist("positions")["general"] and t.feats.get("Case", "Nom") in cases), None)
        at = general if head is None else head
        if at is None:
            return None
        span = _noun_phrase(words, at)
        slot = self._a.slot(span[0].start, span[-1].end)
        nominative = phrase(_moved(span), slot.text)
        if span[0].feats.get("Number") == "Plur" or words[at].feats.get("Number") == "Plur":
            return Voice(slot, _small(nominative), None, "role")
        name = self._holder(words[at], nominative)
        return Voice(slot, name or _small(nominative), self.role_of(name) or _small(nominative), "person" if name else "role")

    def _holder(self, head: Token, nominative: str) -> str | None:
        """Who of the persons named so far holds such a role; for general words the last speaker of that gender."""
        known = [r for r in self._roles if r.start < head.start]
        alone: str | None = wordlist("positions")["alone"].get(nominative.lower())
        low = nominative.lower()
        for role in reversed(known):
            position = (role.position.name or "").lower()
            if alone:
                if position.startswith(alone):
                    return role.person.name
            elif position == low or head.lemma in position.split():
                return role.person.name
        if alone:
            return None
        return self._of_group(head, known) or self._general(head)

    def _of_group(self, head: Token, known: list[Role]) -> str | None:
        wanted = group(head.lemma)
        if wanted in (None, "people", "law") or head.lemma in ("президент", "король", "эмир"):
            return None
        alike = [r for r in known if any(group(w.lower()) == wanted for w in (r.position.name or "").split())]
        if alike:
            return alike[-1].person.name
        if wanted == "expert" and self._spoke and self._spoke[-1][0] < head.start:
            return self._spoke[-1][1]
        return None

    def _general(self, head: Token) -> str | None:
        if head.lemma not in wordlist("positions")["general"]:
            return None
        gender = "f" if head.feats.get("Gender") == "Fem" else "m"
        spoke = [name for at, name in self._spoke if at < head.start and gender in genders(name)]
        return spoke[-1] if spoke else self._nearest(head.start, gender)

    def _by_institution(self, words: tuple[Token, ...]) -> Voice | None:
        mention = next((m for t in words for m in self._a.mentions if m.type == "organization" and m.start <= t.start < m.end), None)
        head = next((i for i, t in enumerate(words) if t.pos in ("NOUN", "PROPN") and t.lemma in wordlist("speech")["institutions"]), None)
        if mention and (head is None or words[head].start >= mention.start):
            return Voice(self._a.slot(mention.start, mention.end, mention.name), mention.name, None, "organization")
        if head is None:
            return None
        span = _noun_phrase(words, head)
        slot = self._a.slot(span[0].start, span[-1].end)
        if len(span) > 1:
            return Voice(slot, _small(phrase(_moved(span), slot.text)), None, "organization")
        return Voice(slot, self._last_organization(words[head]) or words[head].lemma, None, "organization")

    def _last_organization(self, head: Token) -> str | None:
        """`ведомство`, `компания`: the last institution named before; one whose name holds the very word goes first."""
        before = [m for m in self._a.mentions if m.type == "organization" and m.end <= head.start]
        if head.lemma in wordlist("speech")["nameless"]:
            return None
        alike = [m for m in before if head.lemma[:5] in m.name.lower()]
        latin = [m for m in before if m.name.isascii()]
        if head.lemma in wordlist("speech")["newsrooms"] and latin:
            return latin[-1].name
        return (alike or before)[-1].name if (alike or before) else None

    def _by_people(self, words: tuple[Token, ...], oblique: bool) -> Voice | None:
        """`жители посёлка`, `волонтёры`, `сейсмологи`: somebody without a name."""
        cases = {"Gen"} if oblique else {"Nom"}
        head = next((i for i, t in enumerate(words) if t.pos == "NOUN" and t.feats.get("Animacy") == "Anim" and t.feats.get("Case") in cases), None)
        if head is None:
            return None
        span = _noun_phrase(words, head)
        slot = self._a.slot(span[0].start, span[-1].end)
        return Voice(slot, _small(phrase(_moved(span), slot.text)), None, "role")


def _noun_phrase(words: tuple[Token, ...], head: int) -> list[Token]:
    """The head with the adjectives before it and its genitives behind."""
    first, last = head, head
    while first and words[first - 1].pos in ("ADJ", "NUM") and words[first - 1].end + 1 == words[first].start:
        first -= 1
    while last + 1 < len(words) and _hangs(words[last + 1], words[last]):
        last += 1
    return list(words[first : last + 1])


def _hangs(token: Token, before: Token) -> bool:
    """A genitive right behind the word it belongs to."""
    return token.feats.get("Case") == "Gen" and token.pos in ("NOUN", "PROPN", "ADJ") and token.start <= before.end + 1


def _moved(span: list[Token]) -> list[Token]:
    start = span[0].start
    return [Token(t.start - start, t.end - start, t.text, t.lemma, t.pos, t.feats) for t in span]


def _small(name: str) -> str:
    first = name.split()[0]
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]
