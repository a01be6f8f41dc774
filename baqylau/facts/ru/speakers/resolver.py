"""Resolves a speaker mention to the name of the speaker.

Comes in: `SpeakerMention`s in reading order, since pronouns and role nouns depend on the text
before. Goes out: a `Speaker`. A person gets the name that the document gives; a pronoun is resolved
by gender and nearness, a role noun by who holds such a role, an institution by its name. Where
nobody is named for a role noun, its phrase in the nominative is the name.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.appointments.extractor import appointments
from baqylau.facts.ru.roles.extractor import roles, roles_of
from baqylau.facts.ru.speakers.institutions import institution
from baqylau.facts.ru.speakers.mentions import Kind, SpeakerMention, listed
from baqylau.facts.ru.words.people import MEMORY, genders, named_before, people
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.facts.ru.words.speech import touching_marks
from baqylau.lang.ru.offices import holder
from baqylau.lang.ru.positions import group, is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Role, Slot
from baqylau.model.span import Span
from baqylau.model.words import Token

PositionFact = Role | Appointment
_SHE = frozenset({"она", "ее", "её", "нее", "неё", "ей"})
_THEY = frozenset({"они", "их", "них", "им"})
_WE = frozenset({"я", "мы"})
_THAT = {"тот": "m", "та": "f"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words that name the speaker here, the speaker's name (None: unknown), and the speaker's
    role.
    """

    slot: Slot
    name: str | None
    role: str | None
    kind: Kind


class SpeakerResolver:
    """Resolves the speakers of one text, and remembers who spoke."""

    def __init__(self, analysis: Analysis) -> None:
        self._a = analysis
        appointed = (f for f in appointments(analysis) if f.action == "appointed" and f.position)
        self._position_facts: list[PositionFact] = sorted(
            (*roles(analysis), *appointed), key=lambda h: h.person.start
        )
        self._position_starts = [h.person.start for h in self._position_facts]
        self._history: list[tuple[int, Speaker]] = []

    def resolve(self, speaker_mention: SpeakerMention) -> Speaker:
        """The speaker that these words mean; remembered as the last one who spoke."""
        speaker = self._speaker_behind(speaker_mention)
        self._history.append((speaker_mention.start, speaker))
        return speaker

    def last(self, offset: int) -> Speaker | None:
        """Who spoke last before the offset."""
        return next((speaker for at, speaker in self._recent() if at < offset), None)

    def last_institution(self, offset: int) -> Speaker | None:
        """Who wrote a document that the text just calls `сообщение`: the last speaker, if it is an
        institution; a person speaks and does not publish messages.
        """
        last = self.last(offset)
        return last if last and last.kind == "institution" else None

    def continuing_speaker(self, offset: int) -> Speaker | None:
        """The speaker of a quote without a reporting clause: the only person who is a subject in
        the sentence before, where nobody has spoken since; else the last speaker.
        """
        before = self._a.sentence_span(max(0, offset - 1))
        subjects = [
            m
            for m in self._a.mentions_in(before.start, offset)
            if m.type == "person" and self._is_subject(m)
        ]
        last = self.last(offset)
        if len(subjects) != 1 or (self._history and self._history[-1][0] >= before.start):
            return last
        name = subjects[0].name
        return Speaker(
            self._a.slot(subjects[0].start, subjects[0].end, name),
            name,
            self._role_of(name),
            "person",
        )

    def _recent(self) -> Iterator[tuple[int, Speaker]]:
        """Who spoke, latest first."""
        return itertools.islice(reversed(self._history), MEMORY)

    def _speaker_behind(self, speaker_mention: SpeakerMention) -> Speaker:
        slot = self._a.slot(speaker_mention.start, speaker_mention.end)
        match speaker_mention.kind:
            case "person":
                assert speaker_mention.mention is not None  # always, for the kind "person"
                name = speaker_mention.mention.name
                return Speaker(
                    self._a.slot(speaker_mention.start, speaker_mention.end, name),
                    name,
                    self._role_of(name) or self._role_as_worded(speaker_mention),
                    "person",
                )
            case "pronoun":
                return self._pronoun(speaker_mention.head, slot)
            case "institution":
                return Speaker(
                    slot,
                    institution(self._a, speaker_mention, self._institutions()),
                    None,
                    "institution",
                )
            case "role":
                return self._role(speaker_mention, slot)
            case "people":
                return Speaker(
                    slot, small(nominative(speaker_mention.words, self._a.text)), None, "people"
                )

    def _institutions(self) -> list[tuple[int, str]]:
        return [(at, v.name) for at, v in self._recent() if v.kind == "institution" and v.name]

    def _role_of(self, name: str | None) -> str | None:
        return next((r.position.name for r in roles_of(self._a, name)), None)

    def _role_as_worded(self, speaker_mention: SpeakerMention) -> str | None:
        """`педиатр с тридцатилетним стажем Клара Шмидт`: the words before the name as its role,
        where no rule has read a role.
        """
        assert speaker_mention.mention is not None  # always, for the kind "person"
        before = [t for t in speaker_mention.words if t.end <= speaker_mention.mention.start]
        return small(nominative(before, self._a.text)) if before else None

    def _pronoun(self, token: Token, slot: Slot) -> Speaker:
        low = token.text.lower()
        if low in _THAT:
            name = self._other(token.start, _THAT[low])
            return Speaker(slot, name, self._role_of(name), "pronoun")
        if low in _WE:
            return Speaker(slot, None, None, "pronoun")
        if low == "там":
            return Speaker(slot, self._institution_before(token.start), None, "institution")
        if low in _THEY:
            return Speaker(slot, self._plural(token.start), None, "people")
        name = self._nearest(token.start, "f" if low in _SHE else "m")
        return Speaker(slot, name, self._role_of(name), "pronoun")

    def _institution_before(self, offset: int) -> str | None:
        """`Там заверили`: the last institution named in this sentence or the one before."""
        own = self._a.sentence_span(offset)
        before = self._a.sentence_span(max(0, own.start - 1))
        known = [
            m.name for m in self._a.mentions_in(before.start, offset) if m.type == "organization"
        ]
        return (
            known[-1]
            if known
            else next((name for at, name in self._institutions() if at >= before.start), None)
        )

    def _other(self, offset: int, gender: str) -> str | None:
        """`Тот ответил`: the last person named who is not the last speaker."""
        last = self.last(offset)
        return next(
            (
                m.name
                for m in named_before(self._a, offset)
                if gender in genders(m.name) and (last is None or m.name != last.name)
            ),
            None,
        )

    def _narration_before(self, sentence: Span) -> Span:
        """The nearest sentence before that is no speech: `Адвокат не согласна. «Деньги вернули. Суд
        не увидел», – сказал защитник`.
        """
        before = self._a.sentence_span(max(0, sentence.start - 1))
        while before.start and touching_marks(self._a, Span(before.start, before.start + 1)):
            before = self._a.sentence_span(before.start - 1)
        return before

    def _unnamed_subject(self, offset: int, gender: str) -> str | None:
        """`Подсудимый вину не признал. «…», – заявил он`: the office that is the subject of the
        sentence before, where no person is named.
        """
        own = self._a.sentence_span(offset)
        before = self._narration_before(own)
        heads = [
            t
            for t in self._a.tokens_in(before.start, before.end)[:4]
            if t.pos in ("NOUN", "ADJ", "VERB") and t.feats.get("Case") == "Nom"
        ]
        if (
            own.start == 0
            or not heads
            or any(m.type == "person" for m in self._a.mentions_in(before.start, offset))
        ):
            return None
        head = heads[0]
        fits = (
            head.feats.get("Number") == "Sing"
            and head.feats.get("Gender") == {"m": "Masc", "f": "Fem"}[gender]
        )
        if not fits or not (is_position(head.lemma) or head.lemma in listed("focus_nouns")):
            return None
        return self._role(
            SpeakerMention("role", tuple(self._with_genitives(head, own.start)), head),
            self._a.slot(head.start, head.end),
        ).name

    def _nearest(self, offset: int, gender: str) -> str | None:
        """The name for a pronoun: an unnamed office that was just the subject, the last speaker or
        subject, or any person of that gender named before.
        """
        found = self._unnamed_subject(offset, gender) or self._in_focus(offset, gender)
        if found:
            return found
        anybody = next(
            (
                m
                for m in named_before(self._a, offset)
                if m.end <= offset and gender in genders(m.name)
            ),
            None,
        )
        return anybody.name if anybody else self._last_unnamed_role(offset)

    def _in_focus(self, offset: int, wanted: str) -> str | None:
        """The last speaker, unless another subject of these genders was named since then."""
        allowed = set(wanted)
        last_speaker = next(
            (
                (at, v.name)
                for at, v in self._recent()
                if at < offset and v.name and _is_personal(v) and allowed & set(genders(v.name))
            ),
            None,
        )
        named = next(
            (
                m
                for m in named_before(self._a, offset)
                if m.end <= offset and allowed & set(genders(m.name)) and self._is_subject(m)
            ),
            None,
        )
        if last_speaker and (named is None or last_speaker[0] >= named.start - _ROLE_BEFORE):
            return last_speaker[1]
        return named.name if named else None

    def _last_unnamed_role(self, offset: int) -> str | None:
        """The last speaker who is an unnamed role, for a text that names nobody of that gender."""
        return next((v.name for at, v in self._recent() if at < offset and v.kind == "role"), None)

    def _is_subject(self, person: Mention) -> bool:
        words = self._a.tokens_in(person.start, person.end)
        before = self._a.tokens_in(max(0, person.start - 20), person.start)
        return (
            bool(words)
            and words[0].feats.get("Case", "Nom") == "Nom"
            and not (before and before[-1].pos == "ADP")
        )

    def _plural(self, offset: int) -> str | None:
        """`по их словам`: the last word for people in the nominative plural."""
        for token in reversed(self._a.tokens_in(max(0, offset - _PLURAL_REACH), offset)):
            if (
                token.feats.get("Number") == "Plur"
                and token.feats.get("Case") == "Nom"
                and token.feats.get("Animacy") == "Anim"
            ):
                return small(nominative(self._with_genitives(token, offset), self._a.text))
        return None

    def _with_genitives(self, head: Token, offset: int) -> list[Token]:
        run = [head]
        for token in self._a.tokens_in(head.end, offset):
            if not self._a.mention_at(token.start) and (
                token.feats.get("Case") != "Gen" or token.pos not in ("NOUN", "ADJ", "PROPN")
            ):
                break
            run.append(token)
        return run

    def _role(self, speaker_mention: SpeakerMention, slot: Slot) -> Speaker:
        wording = small(nominative(speaker_mention.words, self._a.text))
        if speaker_mention.head.feats.get("Number") == "Plur":
            return Speaker(slot, wording, None, "people")
        if self._names_another(speaker_mention):
            return Speaker(slot, wording, wording, "role")
        name = self._introduced(speaker_mention) or self._holder(speaker_mention, wording)
        return Speaker(
            slot,
            name or wording,
            (self._role_of(name) if name else None) or wording,
            "person" if name else "role",
        )

    def _names_another(self, speaker_mention: SpeakerMention) -> bool:
        """`представитель Лусии Гомес` is somebody who is named only by whom he serves."""
        within = self._a.mentions_in(speaker_mention.head.end, speaker_mention.end)
        return any(m.type == "person" for m in within)

    def _introduced(self, speaker_mention: SpeakerMention) -> str | None:
        """`Адвокат подсудимых не согласна. «…», – цитирует защитника портал`: the role noun of the
        same kind that is the subject of the sentence before.
        """
        own = self._a.sentence_span(speaker_mention.start)
        before = self._narration_before(own)
        kind, alike = (
            group(speaker_mention.head.lemma),
            wordlist("speakers")["alike"].get(speaker_mention.head.lemma, ()),
        )
        if (
            own.start == 0
            or kind is None
            or any(m.type == "person" for m in self._a.mentions_in(before.start, before.end))
        ):
            return None
        first = next(
            (t for t in self._a.tokens_in(before.start, before.end)[:2] if t.pos == "NOUN"), None
        )
        if (
            first is None
            or first.feats.get("Case") != "Nom"
            or first.feats.get("Number") == "Plur"
            or first.lemma == speaker_mention.head.lemma
        ):
            return None
        if group(first.lemma) != kind and first.lemma not in alike:
            return None
        words = tuple(self._with_genitives(first, own.start))
        wording = small(nominative(words, self._a.text))
        return self._holder(SpeakerMention("role", words, first), wording) or wording

    def _holder(self, speaker_mention: SpeakerMention, wording: str) -> str | None:
        """The person named before who holds such a role; of several the one named last."""
        last = bisect_left(self._position_starts, speaker_mention.start)
        known = [
            h
            for h in self._position_facts[max(0, last - MEMORY) : last]
            if h.start < speaker_mention.start
        ]
        if speaker_mention.head.lemma in listed("appointee"):
            return next(
                (h.person.name for h in reversed(known) if isinstance(h, Appointment)), None
            )
        alone: str | None = wordlist("positions")["alone"].get(wording.lower())
        if alone:
            holders = [h for h in known if _position(h).startswith(alone)]
            return holders[-1].person.name if holders else self._by_table(wording)
        fitting = [r for r in known if self._fits(r, speaker_mention, wording)]
        if fitting:
            latest = max(
                fitting, key=lambda r: self._last_named_at(r.person.name, speaker_mention.start)
            )
            return latest.person.name
        listed_holder = self._by_table(wording)
        if listed_holder:
            return listed_holder
        alone_noun = speaker_mention.head.lemma in listed("interviewed") or all(
            t.pos == "ADJ" for t in speaker_mention.words if t is not speaker_mention.head
        )
        alone_noun = alone_noun and not any(t.pos == "ADP" for t in speaker_mention.words)
        in_focus_name = self._role_in_focus(speaker_mention.head) if alone_noun else None
        return in_focus_name or (self._only_one(speaker_mention.head) if alone_noun else None)

    def _only_one(self, head: Token) -> str | None:
        """`теннисистка` means the only woman named so far; a masculine word for an athlete means
        the only man.
        """
        gender = {"Fem": "f", "Masc": "m"}.get(head.feats.get("Gender", ""))
        names = {
            m.name
            for m in named_before(self._a, head.start)
            if gender and genders(m.name) == gender
        }
        womans = gender == "f" and is_position(head.lemma)
        return (
            next(iter(names))
            if len(names) == 1 and (womans or group(head.lemma) == "sport")
            else None
        )

    def _by_table(self, wording: str) -> str | None:
        """The person who held the office on that day by the table of offices, where the text names
        this person.
        """
        day = self._a.source.published
        office_holder = holder(wording, day.date()) if day else None
        words = office_holder.split() if office_holder else []
        return next(
            (
                m.name
                for m in people(self._a)
                if words and m.name.split()[-1] == words[-1] and set(m.name.split()) <= set(words)
            ),
            None,
        )

    def _fits(self, role: PositionFact, speaker_mention: SpeakerMention, wording: str) -> bool:
        position = _position(role)
        words = position.split()
        head = speaker_mention.head.lemma
        if speaker_mention.mention and not self._belongs(role, speaker_mention.mention):
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
            return any(group(w) == "leader" for w in words) and not self._is_elsewhere(
                role, speaker_mention
            )
        return (
            head not in listed("exact")
            and group(head) in ("doctor", "sport", "law", "expert")
            and any(group(w) == group(head) for w in words)
        )

    def _is_elsewhere(self, role: PositionFact, speaker_mention: SpeakerMention) -> bool:
        """`представитель полиции Вашингтона` is no minister of another country: the role does not
        contain the name that the noun governs.
        """
        governed = self._a.mentions_in(speaker_mention.head.end, speaker_mention.end)
        own_names = {m.name for m in self._a.mentions_in(role.start, role.end)}
        return (
            bool(governed)
            and own_names.isdisjoint(m.name for m in governed)
            and not any(_is_ministry(m.name, _position(role)) for m in governed)
        )

    def _belongs(self, role: PositionFact, mention: Mention) -> bool:
        """`глава Нацбанка` does not lead another institution."""
        if role.organization and role.organization.name == mention.name:
            return True
        within = [
            m.name for m in self._a.mentions_in(role.start, role.end) if m.type == "organization"
        ]
        return mention.name in within or (not within and role.organization is None)

    def _last_named_at(self, name: str | None, offset: int) -> int:
        return next((m.start for m in named_before(self._a, offset) if m.name == name), -1)

    def _complemented(self, head: Token) -> bool:
        following = self._a.tokens_in(head.end, head.end + 2)
        return any(t.feats.get("Case") == "Gen" or t.text[0].isupper() for t in following)

    def _in_office(self, name: str) -> bool:
        return any(
            _position(r).partition(" ")[0] in listed("exact") for r in roles_of(self._a, name)
        )

    def _person_spoke_since(self, offset: int) -> bool:
        return any(at >= offset and _is_personal(speaker) for at, speaker in self._recent())

    def _role_in_focus(self, head: Token) -> str | None:
        """`собеседник`, `эксперт` without such a role in the text: the person of that gender in
        focus.
        """
        if head.lemma not in listed("focus_nouns"):
            return None
        paragraph = self._a.paragraphs[self._a.sentence_at(head.start).paragraph]
        if (
            head.lemma in listed("interviewed")
            and self._complemented(head)
            and not self._person_spoke_since(paragraph.start)
        ):
            # `Собеседник издания в акимате`: a person who is named nowhere near
            return None
        wanted = (
            "f"
            if head.feats.get("Gender") == "Fem"
            else (
                "fm" if head.lemma in listed("any_leader") or group(head.lemma) == "expert" else "m"
            )
        )
        named = (
            m.name
            for m in named_before(self._a, head.start)
            if m.start >= paragraph.start and set(wanted) & set(genders(m.name))
        )
        here = {
            name for name in named if not self._in_office(name)
        }  # nobody calls a president an expert
        return next(iter(here)) if len(here) == 1 else self._in_focus(head.start, wanted)


def _is_ministry(name: str, position: str) -> bool:
    """`глава Минфина` is the `министр финансов`, `глава МВД` the `министр внутренних дел`."""
    words = position.split()
    if words[:1] != ["министр"] or len(words) < len(("министр", "финансов")):
        return False
    initials = "".join(w[0] for w in words[: len(name)])
    return name.lower() == initials or (name.startswith("Мин") and name[3:6] == words[1][:3])


def _position(fact: PositionFact) -> str:
    return ((fact.position and fact.position.name) or "").lower()


_ROLE_BEFORE = 160
"""Characters: the offset of a speaker is where the mention begins, which may be a long office
before the name.
"""
_PLURAL_REACH = 200


def _is_personal(speaker: Speaker) -> bool:
    return speaker.kind in ("person", "pronoun")
