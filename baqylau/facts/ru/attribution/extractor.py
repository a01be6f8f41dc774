"""Attributions of a Russian text: where the text says that its news comes from. The source is the
outlet itself, another newsroom, an office or a social network.

Comes in: an `Analysis`. Goes out: `Attribution`s: `передает X`, `сообщает пресс-служба X`, `со
ссылкой на X`, `по данным X`, `Об этом сообщили в X`, `говорится в отчёте X`, `в разговоре с X`, `на
странице в Facebook`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.attribution import dateline, first_of_each
from baqylau.facts.ru.attribution.carriers import fact_of, interviews, networks
from baqylau.facts.ru.attribution.citations import cited
from baqylau.facts.ru.attribution.objects import behind_day, gives_away
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.speakers.sources import (
    STOPS,
    NewsSource,
    beside,
    in_domain,
    is_newsroom,
    listed,
    named_source,
    outlet_itself,
    publisher,
    referred,
    source_of_mention,
    titled,
    unnamed,
    until_stop,
)
from baqylau.facts.ru.words.speech import is_verb
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Attribution
from baqylau.model.words import Sentence, Token

_REFERENCE = re.compile(r"(?:со ссылкой на|ссылаясь на)\s{1,3}", re.IGNORECASE)
_BEHIND, _BEFORE = 24, 12  # words in which a source stands behind its verb, or before it


def extract(analysis: Analysis) -> Iterable[Attribution]:
    """Every attribution; the same source words give only one."""
    return first_of_each(_found(analysis))


def _found(analysis: Analysis) -> Iterator[Attribution]:
    finder = SpeakerMentionFinder(analysis)
    yield from dateline(analysis, listed("agencies"), "ru.dateline")
    for sentence in analysis.sentences:
        for rule in (
            _references,
            _relayed,
            _stated_at,
            _documents,
            _data,
            interviews,
            networks,
        ):
            yield from rule(analysis, finder, sentence)
        for citation in cited(analysis, finder, sentence):
            source = citation.source
            end = source.words[-1].end
            yield fact_of(analysis, citation.start, end, source, citation.rule, citation.confidence)


def _relayed(
    a: Analysis, finder: SpeakerMentionFinder, sentence: Sentence
) -> Iterator[Attribution]:
    """`передает BAQ.KZ`, `сообщает пресс-служба X`, `которую приводит FT`, `газета X писала`"""
    words = a.words(sentence)
    for i, token in enumerate(words):
        newsroom_only = token.lemma in listed("newsroom_verbs")
        if (
            not (newsroom_only or token.lemma in listed("relay"))
            or token.pos not in ("VERB", "AUX")
            or token.feats.get("VerbForm") in ("Inf", "Conv")
        ):
            continue
        after = until_stop(a, behind_day(words[i + 1 : i + _BEHIND]))
        if after and (after[0].lemma in ("для", "ради") or gives_away(token, after)):
            continue  # `писал для газеты X`
        source = _printed(token, named_source(a, finder, after))
        newsroom = source and is_newsroom(source, _lead(after, source))
        if source and newsroom_only and not (newsroom or _is_press_office(source)):
            continue
        has_content = any(
            words[j].text == "," and words[j + 1].lemma == "что"
            for j in range(i + 1, min(i + 14, len(words) - 1))
        )
        start = _start(words, i)
        if (
            source
            and not (has_content and source.layer == "official")
            and (_relays(token, source) or _points_back(a, start))
        ):
            yield fact_of(
                a, min(start, source.words[0].start), source.words[-1].end, source, "ru.relay", 0.9
            )
            second = beside(a, after, source)
            if second:
                end = second.words[-1].end
                yield fact_of(a, second.words[0].start, end, second, "ru.relay", 0.8)
            continue
        before = _since_stop(words[max(0, i - _BEFORE) : i])
        named = None if gives_away(token, after) else _before(a, finder, before)
        if named and _told(token, named):
            continue  # `Об этом Zakon.kz сообщили в полиции`
        if (
            named
            and named.layer != "official"
            and (not newsroom_only or is_newsroom(named, _lead(before, named)))
        ):
            yield fact_of(a, named.words[0].start, token.end, named, "ru.newsroom_relays", 0.86)


def _told(verb: Token, named: NewsSource) -> bool:
    """Whether somebody told it to the newsroom before a verb in the plural; `местные СМИ сообщают`
    agree with it.
    """
    plural = verb.feats.get("Number") == "Plur"
    several = any(t.feats.get("Number") == "Plur" for t in named.words)
    return plural and not several and named.layer != "social"


def _printed(verb: Token, source: NewsSource | None) -> NewsSource | None:
    """`пишет КП`, `передаёт НСН`: a name that no word makes an office is a newsroom, since it
    writes.
    """
    if source is None or source.layer != "official" or verb.lemma not in listed("print_verbs"):
        return source
    office = any(t.lemma in listed("official") for t in source.words) or any(
        stem in source.name.lower() for stem in listed("official_stems")
    )
    return source if office else replace(source, layer="cited")


def _lead(words: tuple[Token, ...], source: NewsSource) -> tuple[Token, ...]:
    """The words before the name: `корреспондент агентства`."""
    return tuple(t for t in words if t.end <= source.words[-1].end)


def _before(
    a: Analysis, finder: SpeakerMentionFinder, words: tuple[Token, ...]
) -> NewsSource | None:
    """The newsroom or channel that stands before its reporting verb."""
    for i in range(len(words)):
        known = titled(a, words[i:])
        if known and words[i].feats.get("Case", "Nom") in ("Nom", "Acc"):
            return known
    return named_source(a, finder, words)


def _relays(verb: Token, source: NewsSource) -> bool:
    """`сообщила Акорда` reports what an office said; only `сообщает Акорда` says where the news
    comes from.
    """
    return _is_press_office(source) or (
        verb.feats.get("Tense") != "Past"
        or source.layer in ("cited", "self", "social")
        or verb.lemma not in listed("past")
    )


def _is_press_office(source: NewsSource) -> bool:
    """A press office speaks to newsrooms only: whatever its verb, the news comes from it."""
    return source.words[0].lemma in wordlist("speakers")["press_offices"]


def _points_back(a: Analysis, start: int) -> bool:
    """`Об этом сообщила пресс-служба`: whatever the tense, the reported content stands before."""
    return a.text.startswith(("Об этом", "об этом"), start)


def _start(words: tuple[Token, ...], verb: int) -> int:
    """It begins with its pronoun (`Об этом сообщает …`) or conjunction (`Как сообщает …`)."""
    lead = words[max(0, verb - 2) : verb]
    if len(lead) == 2 and lead[0].lemma in ("о", "об") and lead[1].lemma in ("этот", "это"):
        return lead[0].start
    if lead and lead[-1].text.lower() == "как":
        return lead[-1].start
    between = words[2:verb]  # `Об этом 3 декабря сообщило …`
    opens = [t.text.lower() for t in words[:2]] == ["об", "этом"]
    plain = len(between) < _BEFORE and not any(t.text == "," or t.pos == "VERB" for t in between)
    return words[0].start if opens and plain else words[verb].start


def _stated_at(
    a: Analysis, finder: SpeakerMentionFinder, sentence: Sentence
) -> Iterator[Attribution]:
    """`Об этом Zakon.kz сообщили в полиции`: the institution that said it, and to which outlet."""
    words = _pointing(a, a.words(sentence))
    for i, token in enumerate(words[:_BEFORE]):
        is_report = is_verb(token, "say", "impersonal") and token.feats.get("Number") == "Plur"
        if not is_report or any(t.text == "," for t in words[:i]):
            continue
        own = next((s for s in (outlet_itself(a, words[j:i]) for j in range(1, i)) if s), None)
        if own:
            yield fact_of(a, own.words[0].start, own.words[-1].end, own, "ru.told_outlet", 0.7)
        behind = words[i + 1 : i + _BEHIND]
        mention = finder.inside(behind)
        if mention and not any(t.text == "," for t in behind if t.start < mention.start):
            source = source_of_mention(a, mention)
            yield fact_of(
                a,
                words[0].start if own is None else source.words[0].start,
                source.words[-1].end,
                source,
                "ru.told_at",
                0.85,
            )


def _pointing(a: Analysis, words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words that point at the content reported before: the whole sentence, or its last clause
    (`…, об этом сообщили в полиции`).
    """
    pointing = tuple(wordlist("attribution")["pointing"])
    if words and a.text[words[0].start : words[0].start + 24].lower().startswith(pointing):
        return words
    comma = next(
        (
            i
            for i, t in enumerate(words)
            if t.text == "," and a.text.startswith("об этом", t.end + 1)
        ),
        None,
    )
    return words[comma + 1 :] if comma is not None else ()


def _documents(
    a: Analysis, finder: SpeakerMentionFinder, sentence: Sentence
) -> Iterator[Attribution]:
    """`говорится в отчёте Нацбанка`, `следует из данных KASE`"""
    words = a.words(sentence)
    for i, token in enumerate(words):
        if (
            not is_verb(token, "impersonal")
            or i + 2 >= len(words)
            or words[i + 1].lemma not in ("в", "из", "на")
        ):
            continue
        document = next(
            (
                j
                for j in range(i + 2, min(i + 5, len(words)))
                if words[j].lemma in listed("documents")
            ),
            None,
        )
        if document is None:
            continue
        behind = words[document + 1 : document + _BEHIND]
        source = titled(a, behind)
        mention = None if source else finder.of(until_stop(a, behind))
        if mention and mention.kind == "institution":
            source = source_of_mention(a, mention)
        if words[document].lemma not in listed("written_up"):
            source = publisher(source, behind[:1])
        if source:
            yield fact_of(a, token.start, source.words[-1].end, source, "ru.says_paper", 0.75)


def _references(
    a: Analysis, _finder: SpeakerMentionFinder, sentence: Sentence
) -> Iterator[Attribution]:
    """`со ссылкой на X`: an institution, a newsroom, or people without a name."""
    for found in _REFERENCE.finditer(a.text, sentence.start, sentence.end):
        words = until_stop(a, a.tokens_in(found.end(), min(sentence.end, found.end() + 300)))
        source = referred(a, words)
        if source:
            start = (
                found.start()
                if len(a.text[found.start() : source.words[-1].end]) < 2 * _length(source)
                else source.words[0].start
            )
            yield fact_of(a, start, source.words[-1].end, source, "ru.reference", 0.92)


def _length(source: NewsSource) -> int:
    return source.words[-1].end - source.words[0].start


def _data(a: Analysis, finder: SpeakerMentionFinder, sentence: Sentence) -> Iterator[Attribution]:
    """`по данным X`, `по информации X`, `согласно сообщению X`, `по сведениям источника`; a
    person's estimate is speech and no attribution.
    """
    words = a.words(sentence)
    nouns = {
        **dict.fromkeys(wordlist("speech")["data"], "по"),
        **dict.fromkeys(wordlist("speech")["agreeing"], "согласно"),
    }
    for i in range(len(words) - 2):
        if words[i].text.lower() not in ("по", "согласно"):
            continue
        at = i + 1 + (words[i + 1].pos == "ADJ")
        if at + 1 >= len(words) or words[at].text.lower() not in nouns:
            continue
        behind = until_stop(a, words[at + 1 : at + _BEHIND])
        if behind and behind[0].pos == "NUM":
            continue  # `по данным 12 компаний`
        source = titled(a, behind)
        mention = None if source else finder.of(behind)
        if mention and mention.kind == "institution":
            source = source_of_mention(a, mention)
        elif mention and mention.mention is None and words[at].lemma in listed("told"):
            source = unnamed(a, mention)
        if source and words[at].lemma == "версия" and not _has_version(source):
            continue  # `чемпион по версии WBA`
        if source:
            yield fact_of(a, words[i].start, source.words[-1].end, source, "ru.data_of", 0.92)


def _has_version(source: NewsSource) -> bool:
    """Whoever looks into what happened, or writes of it; a sports body only gives titles."""
    office = any(t.lemma in wordlist("speakers")["investigators"] for t in source.words)
    return office or source.layer == "official" or is_newsroom(source, source.words)


def _since_stop(words: tuple[Token, ...]) -> tuple[Token, ...]:
    stop = max(
        (i for i, t in enumerate(words) if t.text in STOPS and not in_domain(words, i)), default=-1
    )
    return words[stop + 1 :]
