"""Whom a role noun means: `министр`, `собеседник`, `представитель Лусии Гомес`.

Comes in: an `Analysis`, the mention and who spoke before. Goes out: a `Speaker`. Where nobody is
named for the noun, its phrase in the nominative is the name.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.speaker import Speaker, SpeakerMention
from baqylau.facts.ru.roles.extractor import role_name, roles_of
from baqylau.facts.ru.speakers.focus import in_focus, is_subject, narration_before
from baqylau.facts.ru.speakers.holders import holder_of, position_words, spoken_gender
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.noun_mentions import described
from baqylau.facts.ru.words.people import genders, named_before
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.lang.ru.positions import group, is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token


def role_noun(a: Analysis, speaker_mention: SpeakerMention, history: History) -> Speaker:
    """`Министр подчеркнул`: the holder of the role, or the phrase in the nominative."""
    owner = _relative_of(a, speaker_mention)
    words = (*described(speaker_mention), *owner)
    slot = a.slot(speaker_mention.start, words[-1].end)
    wording = small(nominative(words, a.text))
    if speaker_mention.head.feats.get("Number") == "Plur":
        return Speaker(slot, wording, None, "people")
    if owner or _names_another(a, speaker_mention):
        return Speaker(slot, wording, wording, "role")
    name = (
        _introduced(a, speaker_mention, history)
        or _meant(a, speaker_mention, wording, history)
        or _subject_before(a, speaker_mention, history)
    )
    if name is None and _may_mean_somebody_named(speaker_mention, wording, history):
        return Speaker(slot, None, wording, "role")
    if name is None:
        return Speaker(slot, wording, wording, "role")
    says_nothing = speaker_mention.head.lemma in listed("no_role")  # `говорит мужчина`
    return Speaker(slot, name, role_name(a, name) or (None if says_nothing else wording), "person")


def _subject_before(a: Analysis, mention: SpeakerMention, history: History) -> str | None:
    """`Белов назвал срок. «…», – заявил тогда премьер`: the one person of the sentence before, its
    subject, where the text gives him no role and nobody else is known for the office.
    """
    offices = (*listed("exact"), *wordlist("positions")["alone"])
    if len(mention.words) > 1 or mention.head.lemma not in offices:
        return None
    own = a.sentence_span(mention.start)
    before = narration_before(a, own)
    named = [m for m in a.mentions_in(before.start, mention.start) if m.type == "person"]
    spoken = any(s.place >= before.start for s in history.before(mention.start))
    if own.start == 0 or len(named) != 1 or spoken or roles_of(a, named[0].name):
        return None
    wanted = "f" if mention.head.feats.get("Gender") == "Fem" else spoken_gender(a, mention)
    fits = wanted is None or wanted in genders(named[0].name)
    return named[0].name if fits and is_subject(a, named[0]) else None


def _may_mean_somebody_named(mention: SpeakerMention, wording: str, history: History) -> bool:
    """`звезда`, `синоптик` behind words of a person: the noun alone may mean him or somebody whom
    the text does not name; an office that only one holds, or a source, is an answer by itself.
    """
    if mention.head.lemma in listed("nameless"):
        return False
    last = next((s.speaker for s in history.before(mention.start)), None)
    if last and last.kind == "person" and not last.role and group(mention.head.lemma) == "leader":
        return mention.head.lemma not in listed(
            "deputies"
        )  # `Мэр города` may be who spoke just before
    if " " in wording:
        return False
    if not _may_be_anyone(mention, wording):
        return False
    return any(said.speaker.kind == "person" for said in history.before(mention.start))


def _meant(
    a: Analysis, speaker_mention: SpeakerMention, wording: str, history: History
) -> str | None:
    """The holder of the role, else the person in focus for a noun that stands alone."""
    head = speaker_mention.head
    found = (
        holder_of(a, speaker_mention, wording)
        or _of_rank(a, speaker_mention)
        or _meant_before(speaker_mention, history)
    )
    if found or not _may_be_anyone(speaker_mention, wording):
        return found
    return _role_in_focus(a, head, history) or _only_one(a, head)


def _of_rank(a: Analysis, mention: SpeakerMention) -> str | None:
    """`полковник` after `начальник службы полковник Белов`: the one person named so before."""
    if mention.head.lemma not in wordlist("positions")["service_ranks"]:
        return None
    ranked = {
        m.name
        for m in named_before(a, mention.start)
        if any(
            t.lemma == mention.head.lemma
            for t in a.tokens_in(max(0, m.start - _RANK), m.start)[-_RANK_WORDS:]
        )
    }
    return ranked.pop() if len(ranked) == 1 else None


_RANK, _RANK_WORDS = 40, 3  # characters and words of `подполковник полиции`


def _meant_before(mention: SpeakerMention, history: History) -> str | None:
    """`актриса` once more: whom the same single word has meant before."""
    if len(mention.words) > 1 or mention.head.lemma in listed("exact"):
        return None
    stem = mention.head.text[:_STEM].lower()
    for said in history.before(mention.start):
        own = said.speaker.slot.text.lower()
        if " " not in own and own.startswith(stem):
            return said.speaker.name if said.speaker.kind == "person" else None
    return None


_STEM = 5  # letters that the forms of a noun share


def _may_be_anyone(speaker_mention: SpeakerMention, wording: str) -> bool:
    """Whether the noun stands without a complement and names no office that only one holds."""
    if speaker_mention.head.lemma in listed("appointee") or (
        wording.lower() in wordlist("positions")["alone"]
    ):
        return False
    alone = speaker_mention.head.lemma in listed("interviewed") or all(
        t.pos == "ADJ" for t in speaker_mention.words if t is not speaker_mention.head
    )
    return alone and not any(t.pos == "ADP" for t in speaker_mention.words)


def _names_another(a: Analysis, speaker_mention: SpeakerMention) -> bool:
    """`представитель Лусии Гомес` is somebody who is named only by whom he serves."""
    within = a.mentions_in(speaker_mention.head.end, speaker_mention.end)
    return any(m.type == "person" for m in within)


def _relative_of(a: Analysis, mention: SpeakerMention) -> tuple[Token, ...]:
    """`мать погибшей` is none of those whom the text names: the word in the genitive behind a word
    for a relative, which belongs to the phrase.
    """
    if (
        mention.head.lemma not in wordlist("positions")["relations"]
        or mention.end > mention.head.end
    ):
        return ()
    behind = a.tokens_in(mention.end, mention.end + _BEHIND)[:1]
    return tuple(
        t
        for t in behind
        if t.feats.get("Case") == "Gen" and t.pos in ("NOUN", "ADJ", "VERB") and t.text.islower()
    )


_BEHIND = 3  # characters: the next word


def _introduced(a: Analysis, speaker_mention: SpeakerMention, history: History) -> str | None:
    """`Адвокат подсудимых не согласна. «…», – цитирует защитника портал`: the role noun of the
    same kind that is the subject of the sentence before.
    """
    own = a.sentence_span(speaker_mention.start)
    before = narration_before(a, own)
    kind, alike = (
        group(speaker_mention.head.lemma),
        wordlist("speakers")["alike"].get(speaker_mention.head.lemma, ()),
    )
    if (
        own.start == 0
        or kind is None
        or any(m.type == "person" for m in a.mentions_in(before.start, before.end))
    ):
        return None
    first = next((t for t in a.tokens_in(before.start, before.end)[:2] if t.pos == "NOUN"), None)
    if (
        first is None
        or first.feats.get("Case") != "Nom"
        or first.feats.get("Number") == "Plur"
        or first.lemma == speaker_mention.head.lemma
    ):
        return None
    if group(first.lemma) != kind and first.lemma not in alike:
        return None
    words = tuple(with_genitives(a, first, own.start))
    wording = small(nominative(words, a.text))
    return _meant(a, SpeakerMention("role", words, first), wording, history) or wording


def _role_in_focus(a: Analysis, head: Token, history: History) -> str | None:
    """`собеседник`, `эксперт` without such a role in the text: the person of that gender in
    focus.
    """
    if head.lemma not in listed("focus_nouns"):
        return None
    paragraph = a.paragraphs[a.sentence_at(head.start).paragraph]
    if (
        head.lemma in listed("interviewed")
        and _complemented(a, head)
        and not _person_spoke_since(paragraph.start, head.start, history)
        and not _only_person_before(a, head)
    ):
        # `Собеседник издания в акимате`: a person who is named nowhere near
        return None
    wanted = (
        "f"
        if head.feats.get("Gender") == "Fem"
        else ("fm" if head.lemma in listed("any_leader") or group(head.lemma) == "expert" else "m")
    )
    named = (
        m.name
        for m in named_before(a, head.start)
        if m.start >= paragraph.start and set(wanted) & set(genders(m.name))
    )
    here = {name for name in named if not _in_office(a, name)}  # nobody calls a president an expert
    if len(here) == 1:
        return _sure(next(iter(here)), paragraph.start, head.start, history)
    found = in_focus(a, head.start, wanted, history)
    if found and head.lemma in listed("interviewed") and _complemented(a, head):
        # `Премьер попросил … . По словам собеседника издания`: nobody calls a premier so
        found = None if _in_office(a, found) else found
    return _sure(found, paragraph.start, head.start, history)


def _sure(name: str | None, start: int, offset: int, history: History) -> str | None:
    """The name, unless somebody else spoke since `start`: `Белов отверг обвинения. Ким напал на
    прохожих. Политик заявил, что` may mean either.
    """
    said = (s.speaker for s in history.before(offset) if s.place >= start)
    others = {s.name for s in said if s.kind in ("person", "pronoun") and s.name}
    return name if not others or name in others else None


def _complemented(a: Analysis, head: Token) -> bool:
    following = a.tokens_in(head.end, head.end + 2)
    return any(t.feats.get("Case") == "Gen" or t.text[0].isupper() for t in following)


def _in_office(a: Analysis, name: str) -> bool:
    return any(position_words(r).partition(" ")[0] in listed("exact") for r in roles_of(a, name))


def _person_spoke_since(start: int, offset: int, history: History) -> bool:
    return any(s.place >= start and s.speaker.personal for s in history.before(offset))


def _only_one(a: Analysis, head: Token) -> str | None:
    """`теннисистка` means the only woman named so far; a masculine word for an athlete means
    the only man.
    """
    gender = {"Fem": "f", "Masc": "m"}.get(head.feats.get("Gender", ""))
    names = {m.name for m in named_before(a, head.start) if gender and genders(m.name) == gender}
    womans = gender == "f" and is_position(head.lemma)
    if len(names) != 1:
        return None
    only = next(iter(names))
    return only if womans or group(head.lemma) == "sport" or not roles_of(a, only) else None


def with_genitives(a: Analysis, head: Token, offset: int) -> list[Token]:
    """The noun and the genitives behind it, up to the offset."""
    run = [head]
    for token in a.tokens_in(head.end, offset):
        if not a.mention_at(token.start) and (
            token.feats.get("Case") != "Gen" or token.pos not in ("NOUN", "ADJ", "PROPN")
        ):
            break
        run.append(token)
    return run


def _only_person_before(a: Analysis, head: Token) -> bool:
    """`Экономист Анна Ким дала интервью. «…», – считает собеседница издания`: one person named in
    the sentence before, and nobody else before it.
    """
    own = a.sentence_span(head.start)
    before = narration_before(a, own)
    near = {m.name for m in a.mentions_in(before.start, before.end) if m.type == "person"}
    return len(near) == 1 and {m.name for m in named_before(a, head.start)} == near
