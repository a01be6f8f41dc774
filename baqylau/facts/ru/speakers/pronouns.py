"""Whom a pronoun means: by gender and nearness.

Comes in: an `Analysis`, the mention and who spoke before. Goes out: a `Speaker`, whose name is None
where nobody fits.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.speaker import Speaker, SpeakerMention
from baqylau.facts.ru.roles.extractor import role_name
from baqylau.facts.ru.roles.positions import is_relative
from baqylau.facts.ru.speakers.focus import in_focus, is_subject, narration_before
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.role_nouns import role_noun, with_genitives
from baqylau.facts.ru.words.people import genders, named_before
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist

_SHE = frozenset({"она", "ее", "её", "нее", "неё", "ей"})
_THEY = frozenset({"они", "их", "них", "им"})
_WE = frozenset({"я", "мы"})
_THAT = {"тот": "m", "та": "f"}
_PLURAL_REACH = 200  # characters


def pronoun(a: Analysis, mention: SpeakerMention, history: History) -> Speaker:
    """`Он сказал`, `по её словам`, `там заверили`"""
    token, slot = mention.head, a.slot(mention.start, mention.end)
    low = token.text.lower()
    if low in _THAT:
        name = _other(a, token.start, _THAT[low], history)
        return Speaker(slot, name, role_name(a, name), "pronoun")
    if low in _WE:
        return Speaker(slot, None, None, "pronoun")
    if low == "там":
        return Speaker(slot, _institution_before(a, token.start, history), None, "institution")
    if low in _THEY:
        return Speaker(slot, _plural(a, token.start), None, "people")
    name = _nearest(a, token.start, "f" if low in _SHE else "m", history)
    return Speaker(slot, name, role_name(a, name), "pronoun")


def _institution_before(a: Analysis, offset: int, history: History) -> str | None:
    """`Там заверили`: the last institution named in this sentence or the one before."""
    own = a.sentence_span(offset)
    before = a.sentence_span(max(0, own.start - 1))
    known = [m.name for m in a.mentions_in(before.start, offset) if m.type == "organization"]
    return (
        known[-1]
        if known
        else next((name for at, name in history.institutions(offset) if at >= before.start), None)
    )


def _other(a: Analysis, offset: int, gender: str, history: History) -> str | None:
    """`Тот ответил`: the last person named who is not the last speaker; in `письмо деда президента
    X, в котором тот просит` the one near to X is meant, whom nobody names.
    """
    last = history.last(offset)
    found = next(
        (
            m
            for m in named_before(a, offset)
            if gender in genders(m.name) and (last is None or m.name != last.name)
        ),
        None,
    )
    return None if found is None or is_relative(a, found) else found.name


def _unnamed_subject(a: Analysis, offset: int, gender: str, history: History) -> str | None:
    """`Подсудимый вину не признал. «…», – заявил он`: the office that is the subject of the
    sentence before, where no person is named.
    """
    own = a.sentence_span(offset)
    before = narration_before(a, own)
    heads = [
        t
        for t in a.tokens_in(before.start, before.end)[:4]
        if t.pos in ("NOUN", "ADJ", "VERB") and t.feats.get("Case") == "Nom"
    ]
    if (
        own.start == 0
        or not heads
        or any(m.type == "person" for m in a.mentions_in(before.start, offset))
    ):
        return None
    head = heads[0]
    fits = (
        head.feats.get("Number") == "Sing"
        and head.feats.get("Gender") == {"m": "Masc", "f": "Fem"}[gender]
    )
    if not fits or not (is_position(head.lemma) or head.lemma in listed("focus_nouns")):
        return None
    words = tuple(with_genitives(a, head, own.start))
    return role_noun(a, SpeakerMention("role", words, head), history).name


def _nearest(a: Analysis, offset: int, gender: str, history: History) -> str | None:
    """The name for a pronoun: an unnamed office that was just the subject, the last speaker or
    subject, or any person of that gender named before.
    """
    found = (
        _unnamed_subject(a, offset, gender, history)
        or _just_spoken(a, offset, gender, history)
        or in_focus(a, offset, gender, history)
    )
    if found:
        return found
    anybody = next(
        (m for m in named_before(a, offset) if m.end <= offset and gender in genders(m.name)),
        None,
    )
    if anybody is None:
        return _last_unnamed_role(offset, history)
    sentence = a.sentence_span(anybody.start)
    named = a.mentions_in(sentence.start, min(sentence.end, offset))
    rivals = {m.name for m in named if m.type == "person" and gender in genders(m.name)}
    return anybody.name if len(rivals) == 1 else None


def _just_spoken(a: Analysis, offset: int, gender: str, history: History) -> str | None:
    """`Мать погибшей заявила, что … . «…», – добавила она`: the relative of somebody who spoke
    last, where nobody of that gender is a subject since.
    """
    last = next(history.before(offset), None)
    if last is None or last.speaker.kind != "role" or last.speaker.name is None:
        return None
    slot = last.speaker.slot
    head = next((t for t in a.tokens_in(slot.start, slot.end) if t.pos == "NOUN"), None)
    if head is None or head.lemma not in wordlist("positions")["relations"]:
        return None
    since = (m for m in a.mentions_in(last.end, offset) if m.type == "person")
    if any(gender in genders(m.name) and is_subject(a, m) for m in since):
        return None
    fits = head.feats.get("Gender") == {"m": "Masc", "f": "Fem"}[gender]
    return last.speaker.name if fits else None


def _last_unnamed_role(offset: int, history: History) -> str | None:
    """The last speaker who is an unnamed role, for a text that names nobody of that gender."""
    return next((s.speaker.name for s in history.before(offset) if s.speaker.kind == "role"), None)


def _plural(a: Analysis, offset: int) -> str | None:
    """`по их словам`: the last word for people in the nominative plural."""
    for token in reversed(a.tokens_in(max(0, offset - _PLURAL_REACH), offset)):
        if (
            token.feats.get("Number") == "Plur"
            and token.feats.get("Case") == "Nom"
            and token.feats.get("Animacy") == "Anim"
        ):
            return small(nominative(with_genitives(a, token, offset), a.text))
    return None
