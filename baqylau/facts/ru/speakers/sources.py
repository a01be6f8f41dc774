"""The source of a piece of news: the words that name it, its canonical name, and its layer (self,
cited, official, social).

Comes in: an `Analysis` and the words behind or before a cue. Goes out: a `NewsSource`, or None
where no source is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.attribution import Layer, LayerCues, is_own, layer_cues, layer_of
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.speakers.institutions import institution
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.speakers.noun_mentions import described
from baqylau.facts.ru.speakers.office_phrase import office_phrase
from baqylau.facts.ru.words.noun_phrase import OPENING, name_end
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.facts.ru.words.speech import is_verb
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token
from baqylau.text.outlet_names import ends_as_a_site, folded

STOPS = frozenset({",", ".", ";", ":", "–", "—", "!", "?", "("})
MARKS = frozenset('«»"“”„')


@dataclass(frozen=True, slots=True)
class NewsSource:
    """The words that name a source, its canonical name, and its layer: a newsroom, an office or a
    network.
    """

    words: tuple[Token, ...]
    name: str
    layer: Layer


@cache
def listed(key: str) -> frozenset[str]:
    """A list of `attribution.toml`."""
    return frozenset(wordlist("attribution")[key])


def outlet_itself(a: Analysis, words: Sequence[Token]) -> NewsSource | None:
    """The article's own outlet, named at the beginning of the words, with or without
    `корреспондент`, marks, `агентство`.
    """
    if not a.source.outlet:
        return None
    wanted, first = folded(a.source.outlet), 0
    while first < min(len(words), 5) and (
        words[first].lemma in listed("between") or words[first].text in MARKS
    ):
        first += 1
    for last in range(
        min(len(words), first + 6), first, -1
    ):  # the longest first: the domain belongs to the name
        named = tuple(t for t in words[first:last] if t.text not in MARKS)
        if named and folded(a.text[words[first].start : words[last - 1].end]) == wanted:
            return NewsSource(named, a.source.outlet, "self")
    return None


def titled(a: Analysis, words: Sequence[Token]) -> NewsSource | None:
    """A newsroom or channel by its noun and name: `газета «Жетісу»`, `телеграм-канал «Наш двор»`,
    `корреспондент Zakon.kz`.
    """
    if not words or not (words[0].lemma in listed("between") or is_carrier(words[0])):
        return None
    at = 1
    while at < len(words) and (
        words[at].lemma in listed("between")
        or (words[at].pos == "ADJ" and words[at].text.islower())
    ):
        at += 1
    if at >= len(words):
        return None
    social = any(is_carrier(t) for t in words[:at])
    end = name_end(words, at)
    if (
        end is None
        and words[at].text.isascii()
        and words[at].text[0].isalnum()
        and words[at].text not in OPENING
    ):
        end = at + 1
        while (
            end < len(words)
            and words[end].text.isascii()
            and (words[end].text[0].isalnum() or in_domain(words, end))
        ):
            end += 1
    if end is None:
        return None
    named = tuple(t for t in words[at:end] if t.text not in MARKS)
    if not named or _is_letter_of_word(a, named):
        return None  # `в интервью радио ""Волна""`: nothing stands between the first two marks
    name = a.text[named[0].start : named[-1].end]
    return NewsSource(named, name, "social" if social else layer(a, name, words[:end]))


def _is_letter_of_word(a: Analysis, named: Sequence[Token]) -> bool:
    """Whether the name is one letter to which a word in other letters is joined."""
    end = named[-1].end
    return end - named[0].start == 1 and a.text[end : end + 1].isalpha()


def is_carrier(token: Token) -> bool:
    """`Telegram-канал`, `паблик`, `страница`"""
    return token.lemma in listed("carriers") or token.text.lower().startswith(
        ("telegram-", "телеграм-", "facebook-", "instagram-")
    )


def named_source(
    a: Analysis, finder: SpeakerMentionFinder, words: tuple[Token, ...]
) -> NewsSource | None:
    """The institution in the nominative among the words, unless a person stands before it;
    `корреспондент агентства X` means X.
    """
    if not words:
        return None
    known = outlet_itself(a, words) or titled(a, words) or _site_of(a, finder, words)
    if known:
        return known
    if words[0].lemma in listed("between"):
        named = next(
            (m for m in a.mentions_in(words[0].start, words[-1].end) if m.type == "organization"),
            None,
        )
        if named:
            inside = tuple(t for t in words if named.start <= t.start < named.end)
            return NewsSource(inside, named.name, layer(a, named.name, inside))
    speaker_mentions = [n for n in finder.all(words, "Nom") if n.kind in ("institution", "person")]
    return (
        source_of_mention(a, speaker_mentions[0])
        if speaker_mentions and speaker_mentions[0].kind == "institution"
        else None
    )


def _site_of(
    a: Analysis, finder: SpeakerMentionFinder, words: tuple[Token, ...]
) -> NewsSource | None:
    """`передаёт официальный сайт столичного акимата`: whose site it is."""
    at = next((i for i, t in enumerate(words) if t.pos != "ADJ"), len(words))
    if at + 1 >= len(words) or words[at].lemma not in listed("sites"):
        return None
    owner = finder.of(words[at + 1 :])
    if owner is None or owner.kind != "institution":
        return None
    found = source_of_mention(a, owner)
    run = tuple(t for t in words[: words.index(owner.words[-1]) + 1] if t.text not in MARKS)
    layer_found: Layer = "official" if found.layer == "cited" else found.layer
    return NewsSource(run, small(nominative(run, a.text)), layer_found)


def source_of_mention(a: Analysis, speaker_mention: SpeakerMention) -> NewsSource:
    words = tuple(t for t in speaker_mention.words if t.text not in MARKS)
    own = len(words) == 1 and words[0].lemma in listed("own_name")
    name = words[0].lemma if own else institution(a, speaker_mention)
    return NewsSource(words, name, layer(a, name, words))


def unnamed(a: Analysis, mention: SpeakerMention) -> NewsSource:
    """`по сведениям нашего источника`: somebody without a name, by the phrase that describes
    him.
    """
    words = described(mention)
    name = small(nominative(words, a.text))
    return NewsSource(words, name, layer(a, name, words))


def layer(a: Analysis, name: str, words: Sequence[Token]) -> Layer:
    """The layer of a source by the words that name it."""
    if not is_own(a, name) and name.lower() in listed("firm_sites"):
        return "official"
    marked = any(t.text in MARKS for t in words) or _in_marks(a, words)
    lemmas = {
        t.lemma
        for t in words
        if t.pos != "ADJ" and not (t.lemma == "агентство" and (marked or name.isascii()))
    }
    if not is_own(a, name) and any(stem in name.lower() for stem in listed("press_stems")):
        return "cited"
    return layer_of(a, name, lemmas, cues(), in_marks=marked)


@cache
def cues() -> LayerCues:
    return layer_cues(wordlist("attribution"))


def _in_marks(a: Analysis, words: Sequence[Token]) -> bool:
    """`пишет «Уральская неделя»`: a name in marks without a word for an office or a firm."""
    start, end = words[0].start, words[-1].end
    return (
        a.text[start - 1 : start] in ("«", '"', "“") and a.text[end : end + 1] in ("»", '"', "”")
        if start
        else False
    )


def is_newsroom(source: NewsSource, words: Sequence[Token]) -> bool:
    """Whether the source is a newsroom called by its name: the outlet itself, a known newsroom, a
    domain, or a name behind `издание` or `портал`.
    """
    if all(t.text.islower() for t in source.words):
        return False
    known = (
        source.layer == "self"
        or cues().newsrooms.match(source.name.lower())
        or ends_as_a_site(source.name)
        or source.name.lower() in listed("press_names")
    )
    nouns = (t for t in words if t.pos != "ADJ")  # `международная команда` is no newsroom
    return bool(known) or any(t.lemma in listed("between") or is_carrier(t) for t in nouns)


def network_name(token: Token) -> str:
    """`Инстаграме` -> `Инстаграм`, `соцсетях` -> `соцсети`"""
    if token.lemma == "соцсеть":
        return token.lemma if token.feats.get("Number") == "Sing" else "соцсети"
    if token.text.isascii() or not token.text[0].isupper():
        return token.text if token.text[0].isupper() else token.lemma
    return token.text if token.text.lower() == token.lemma else token.lemma.capitalize()


def publisher(source: NewsSource | None, words: Sequence[Token]) -> NewsSource | None:
    """The source of `в сообщении Berkshire Hathaway`, `на сайте «Манчестер Юнайтед»`: whoever has
    messages and a site of its own and is no known newsroom is official.
    """
    if source is None or source.layer != "cited" or is_newsroom(source, words):
        return source
    press = any(t.lemma in listed("between") or t.lemma in cues().press for t in source.words)
    press = press or source.name.lower().startswith(tuple(listed("press_names")))
    return source if press else NewsSource(source.words, source.name, "official")


def referred(a: Analysis, words: tuple[Token, ...]) -> NewsSource | None:
    """The source behind `со ссылкой на`: a newsroom, an office, a channel, or people without a
    name.
    """
    bare = tuple(t for t in words if t.text not in MARKS)
    while (
        len(bare) > 1
        and bare[0].lemma in listed("documents")
        and bare[1].feats.get("Case") in ("Gen", "Acc", None)
    ):
        bare = bare[1:]  # "со ссылкой на данные Нацбанка"
    if not bare or bare[0].pos in ("PRON", "DET"):
        return None  # "ссылаясь на то, что"
    words = tuple(t for t in words if t.start >= bare[0].start)
    known = outlet_itself(a, words) or titled(a, words)
    if known:
        return known
    office = bare[0].lemma in listed("official") or bare[0].lemma in listed("carriers")
    named = next(
        (m for m in a.mentions_in(bare[0].start, words[-1].end) if m.type == "organization"), None
    )
    if bare[0].lemma in listed("nobody") and len(bare) > 1 and bare[1].pos == "ADP" and named:
        inside = tuple(t for t in bare if t.start < named.end)  # `источник в Генштабе`
        return NewsSource(inside, small(nominative(inside, a.text)), "official")
    if named and (not office or named.start == bare[0].start):
        inside = tuple(t for t in bare if named.start <= t.start < named.end)
        press = bare[0].lemma in cues().press and named.start > bare[0].start
        return NewsSource(inside, named.name, "cited" if press else layer(a, named.name, inside))
    run = office_phrase(a, bare)
    if any(t.lemma in listed("nobody") for t in run):
        return None  # "осведомлённые источники" are nobody
    if run[0].lemma in listed("carriers"):
        return NewsSource(run, small(nominative(run, a.text)), "social")
    official = is_position(run[0].lemma) or any(t.lemma in listed("official") for t in run[:2])
    return NewsSource(run, small(nominative(run, a.text)), "official" if official else "cited")


def newsroom(a: Analysis, words: tuple[Token, ...]) -> NewsSource | None:
    """A known newsroom, or a name in Latin letters or marks, at the beginning of the words."""
    if not words:
        return None
    mention = a.mention_at(words[0].start) or (
        a.mention_at(words[1].start) if words[0].text in MARKS and len(words) > 1 else None
    )
    if mention and mention.type == "organization":
        inside = tuple(t for t in words if mention.start <= t.start < mention.end)
        found = layer(a, mention.name, inside)
        return (
            NewsSource(inside, mention.name, found)
            if inside and found in ("cited", "self")
            else None
        )
    end = name_end(words, 0) or (
        1 if words[0].text.isascii() and any(c.isalpha() for c in words[0].text) else None
    )
    named = tuple(t for t in words[:end] if t.text not in MARKS) if end else ()
    if not named or _is_letter_of_word(a, named):
        return None
    return NewsSource(named, a.text[named[0].start : named[-1].end], "cited")


def beside(a: Analysis, words: Sequence[Token], first: NewsSource) -> NewsSource | None:
    """`сообщают Пятый канал | и РЕН ТВ`: the newsroom behind `и` right behind the first."""
    rest = [t for t in words if t.start >= first.words[-1].end and t.text not in MARKS]
    if len(rest) < len(("и", "ТАСС")) or rest[0].text != "и" or first.layer != "cited":
        return None
    behind = tuple(t for t in words if t.start > rest[0].start)
    found = titled(a, behind) or newsroom(a, behind)
    return found if found and is_newsroom(found, behind) else None


def until_stop(a: Analysis, words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words up to a comma, a full stop or another source, where a name must end. A comma inside
    a name does not count.
    """
    for i, token in enumerate(words):
        if token.text.lower() == "со" or token.lemma == "ссылка":
            return words[:i]
        if i and is_verb(token, "relaying"):
            return words[:i]  # `со ссылкой на источник в полиции | сообщает ТАСС`
        if token.text in STOPS and not in_domain(words, i) and not _in_name(a, token):
            return words[:i]
    return words


def _in_name(a: Analysis, token: Token) -> bool:
    """`Министерства труда, миграции и занятости`"""
    mention = a.mention_at(token.start)
    return mention is not None and mention.start < token.start and token.end < mention.end


def in_domain(words: Sequence[Token], dot: int) -> bool:
    """The dot of `Tengrinews.kz` ends no sentence: a letter stands on each side of it."""
    return (
        0 < dot < len(words) - 1
        and words[dot - 1].end == words[dot].start
        and words[dot].end == words[dot + 1].start
        and words[dot].text == "."
    )
