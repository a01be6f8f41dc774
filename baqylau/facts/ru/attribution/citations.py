"""Sources that a phrase names: `опубликован на сайте Акорды`, `как стало известно «Курсиву»`,
`ссылаются на ответ акимата`, `Источник: X`.

Comes in: an `Analysis`, its `SpeakerMentionFinder` and a sentence. Goes out: `Citation`s, each a
source and the offset where its phrase begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.speakers.sources import (
    MARKS,
    NewsSource,
    is_newsroom,
    listed,
    network_name,
    newsroom,
    outlet_itself,
    publisher,
    referred,
    source_of_mention,
    titled,
    until_stop,
)
from baqylau.facts.ru.words.speech import is_verb
from baqylau.lang.ru.descriptors import is_kind
from baqylau.model.words import Sentence, Token

_BEHIND = 24  # words in which a source stands behind its phrase
_NEAR = 7  # words between what was published and where


@dataclass(frozen=True, slots=True)
class Citation:
    """`start` is the offset where the citing phrase begins; the phrase ends with the source."""

    start: int
    source: NewsSource
    rule: str
    confidence: float


def cited(a: Analysis, finder: SpeakerMentionFinder, sentence: Sentence) -> Iterator[Citation]:
    words = a.words(sentence)
    for i in range(len(words)):
        for rule in (
            _document_states,
            _data_show,
            _published,
            _posted,
            _known_to,
            _reported_to_newsroom,
            _refers_to,
            _source_line,
            _provided,
        ):
            found = rule(a, finder, words, i)
            if found:
                yield found


def _document_states(
    a: Analysis, finder: SpeakerMentionFinder, words: Sequence[Token], i: int
) -> Citation | None:
    """`В сообщении пресс-службы МВД говорится, что`: the document stands before its verb."""
    if words[i].lemma not in ("в", "во", "на", "из") or words[i].pos != "ADP":
        return None
    document = next(
        (j for j in range(i + 1, min(i + 4, len(words))) if words[j].lemma in listed("documents")),
        None,
    )
    verb = next(
        (j for j in range(i, min(i + _BEHIND, len(words))) if is_verb(words[j], "impersonal")), None
    )
    if document is None or verb is None or document >= verb:
        return None
    source = _owner(a, finder, words[document + 1 : verb])
    if words[document].lemma not in listed("written_up"):
        source = publisher(source, words[document + 1 : document + 2])
    return Citation(words[i].start, source, "ru.paper_says", 0.8) if source else None


def _data_show(
    a: Analysis, finder: SpeakerMentionFinder, words: Sequence[Token], i: int
) -> Citation | None:
    """`Об этом свидетельствуют данные министерства`: whose document points back."""
    if i or len(words) < _LINE or not a.text.startswith("Об этом", words[0].start):
        return None
    verb = next((j for j in range(2, min(5, len(words))) if words[j].pos == "VERB"), None)
    if verb is None or words[verb].lemma not in listed("showing"):
        return None
    near = range(verb + 1, min(verb + 4, len(words)))
    document = next((j for j in near if words[j].lemma in listed("documents")), None)
    if document is None:
        return None
    source = _owner(a, finder, words[document + 1 : document + _BEHIND])
    return Citation(words[0].start, source, "ru.data_show", 0.8) if source else None


def _owner(a: Analysis, finder: SpeakerMentionFinder, behind: Sequence[Token]) -> NewsSource | None:
    """The owner of a document, site or page: a newsroom by its name, or an institution in the
    genitive.
    """
    behind = until_stop(a, tuple(behind))
    known = outlet_itself(a, behind) or titled(a, behind)
    mention = None if known else finder.of(behind)
    return known or (
        source_of_mention(a, mention) if mention and mention.kind == "institution" else None
    )


def _published(
    a: Analysis, finder: SpeakerMentionFinder, words: Sequence[Token], i: int
) -> Citation | None:
    """`на сайте министерства опубликован список`, `документ размещён на портале X`"""
    if words[i].lemma not in listed("sites") or words[i].feats.get("Case") != "Loc":
        return None
    near = [*words[max(0, i - _NEAR) : i], *words[i + 1 : i + 1 + _BEHIND]]
    if not any(t.lemma in listed("published") and t.pos in ("VERB", "ADJ") for t in near):
        return None
    source = _owner(a, finder, words[i + 1 : i + _BEHIND])
    if source and not source.name.isascii():
        source = publisher(source, words[i + 1 : i + 2])
    return Citation(words[i].start, source, "ru.published_at", 0.75) if source else None


def _posted(
    _a: Analysis, _finder: SpeakerMentionFinder, words: Sequence[Token], i: int
) -> Citation | None:
    """`написал в Telegram`, `рассказала в соцсетях`, `запись в X появилась`: a network with a verb
    of writing before it, or with a noun such as `запись` right before it.
    """
    into = i - 1 - (i > 1 and words[i - 1].pos in ("DET", "ADJ"))  # `в своём Facebook`
    if (
        not i
        or words[i].lemma not in listed("networks")
        or words[into].lemma not in ("в", "во", "на")
    ):
        return None
    before, behind = words[max(0, into - _NEAR) : into], words[i + 1 : i + 1 + _NEAR]
    verbs = [
        t
        for t in (*before, *behind)
        if t.lemma in listed("posted") and t.pos in ("VERB", "ADJ") and not _is_attribute(t)
    ]
    if not verbs:
        return None
    noun = words[into - 1] if into and words[into - 1].pos == "NOUN" else words[into]
    source = NewsSource((words[i],), network_name(words[i]), "social")
    return Citation(min(verbs[0].start, noun.start), source, "ru.posted", 0.7)


def _is_attribute(token: Token) -> bool:
    """`распространённое в соцсетях видео`: a participle before its noun says no source."""
    full = token.feats.get("Variant") != "Short"
    return token.feats.get("VerbForm") == "Part" and full and "Case" in token.feats


def _known_to(
    a: Analysis, _finder: SpeakerMentionFinder, words: Sequence[Token], i: int
) -> Citation | None:
    """`Как стало известно «Курсиву»`, `как сообщили редакции Zakon.kz`"""
    if words[i].text.lower() != "известно" or not i or words[i - 1].lemma != "стать":
        return None
    source = newsroom(a, until_stop(a, tuple(words[i + 1 : i + 8])))
    start = words[i - 2] if i > 1 and words[i - 2].text.lower() == "как" else words[i - 1]
    return Citation(start.start, source, "ru.known_to", 0.8) if source else None


def _reported_to_newsroom(
    a: Analysis, _finder: SpeakerMentionFinder, words: Sequence[Token], i: int
) -> Citation | None:
    """`рассказал фермер корреспонденту «Степного вестника»`: the newsroom to which something was
    said, in the dative behind a verb of saying.
    """
    if (
        words[i].lemma not in listed("between")
        or words[i].feats.get("Case") != "Dat"
        or (i and words[i - 1].pos == "ADP")
    ):
        return None
    verb = next((t for t in reversed(words[max(0, i - _NEAR) : i]) if is_verb(t, "say")), None)
    behind = until_stop(a, tuple(words[i : i + 8]))
    source = (outlet_itself(a, behind) or titled(a, behind)) if verb else None
    if verb is None or source is None:
        return None
    return Citation(
        (verb if words[i].start - verb.end < _PHRASE else words[i]).start,
        source,
        "ru.told_reporter",
        0.75,
    )


_PHRASE = 40  # characters from the verb to the newsroom that are one phrase with it


def _refers_to(
    a: Analysis, _finder: SpeakerMentionFinder, words: Sequence[Token], i: int
) -> Citation | None:
    """`журналисты ссылаются на ответ акимата`, `издание сослалось на Reuters`"""
    if (
        words[i].lemma not in ("ссылаться", "сослаться")
        or words[i].feats.get("VerbForm") == "Conv"
        or i + 2 >= len(words)
    ):
        return None
    if words[i + 1].lemma != "на":
        return None
    source = referred(a, until_stop(a, tuple(words[i + 2 : i + _BEHIND])))
    return Citation(words[i].start, source, "ru.leans_on", 0.8) if source else None


def _source_line(
    a: Analysis, _finder: SpeakerMentionFinder, words: Sequence[Token], i: int
) -> Citation | None:
    """`Источник: Kursiv.Media`, `Источник – Kursiv.Media`: a line of its own."""
    if i or len(words) < _LINE or words[0].lemma != "источник" or words[1].text not in _COLONS:
        return None
    behind = tuple(words[2:8])
    source = (
        outlet_itself(a, behind)
        or newsroom(a, behind)
        or referred(a, tuple(t for t in behind if t.text not in MARKS))
    )
    return (
        Citation(words[0].start, source, "ru.source_line", 0.8)
        if source and is_newsroom(source, behind)
        else None
    )


_COLONS = frozenset({":", "–", "—", "-"})


def _provided(
    a: Analysis, _finder: SpeakerMentionFinder, words: Sequence[Token], i: int
) -> Citation | None:
    """`Материал предоставлен акиматом области`, `Фото предоставлено пресс-службой`: a line of its
    own says who wrote the article.
    """
    if i or len(words) < _LINE or words[0].lemma not in listed("provided"):
        return None
    if words[1].lemma not in listed("providing"):
        return None
    behind = until_stop(a, tuple(t for t in words[2:_BEHIND] if t.text not in MARKS))
    if not behind or behind[0].feats.get("Case", "Ins") != "Ins":
        return None
    mention = a.mention_at(behind[0].start)
    if mention and mention.type == "person":
        return None
    source = _named_behind(a, behind) or referred(a, behind)
    if source is None:
        return None
    source = _with_owner(publisher(source, behind[:1]) or source, behind)
    return Citation(words[0].start, source, "ru.provided", 0.85)


def _with_owner(source: NewsSource, behind: tuple[Token, ...]) -> NewsSource:
    """`предоставлен УВП города Астана`: the line says nothing but whose office it is."""
    rest = tuple(t for t in behind if t.start > source.words[-1].start)
    if not rest or rest[0].feats.get("Case") != "Gen" or len(rest) > _OWNER:
        return source
    name = " ".join((source.name, *(t.text for t in rest)))
    return NewsSource((*source.words, *rest), name, source.layer)


_OWNER = 3  # words: `города Астана`, `Абайской области`


def _named_behind(a: Analysis, words: Sequence[Token]) -> NewsSource | None:
    """`предоставлен фондом «Дала»`: the name right behind the noun for the kind of organization."""
    named = a.mention_at(words[1].start) if len(words) > 1 else None
    if not is_kind(words[0].lemma) or named is None or named.type != "organization":
        return None
    inside = tuple(t for t in words[1:] if named.start <= t.start < named.end)
    return NewsSource(inside, named.name, "official")


_LINE = 3  # words: `Источник`, a colon, a name
