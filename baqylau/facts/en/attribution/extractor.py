"""Where the news of an English article comes from. Comes in: an analysis. Goes out: `Attribution`s:

`ASTANA. KAZINFORM –`                        en.dateline
`citing X`, `first reported by X`            en.citing
`according to X`                             en.according_to
`X reports`, `local media reported`          en.reports
`data from X show`                           en.data
`wrote on his Telegram channel`              en.network

and those of `published.py`.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.attribution.published import published
from baqylau.facts.en.words.marks import mark_index
from baqylau.facts.en.words.outlets import behind_outlet, outlets
from baqylau.facts.en.words.phrases import behind, where
from baqylau.facts.en.words.source_phrases import (
    Source,
    behind_channel,
    layer_of_name,
    outlet_at,
    source_at,
)
from baqylau.facts.en.words.sources import is_newsroom_name
from baqylau.facts.en.words.text import Text, is_determiner, text_of
from baqylau.facts.grammar.attribution import attribution, dateline, first_of_each
from baqylau.lang.en.wordlists import entries, wordlist
from baqylau.model.fact import Attribution
from baqylau.model.span import Span


def extract(analysis: Analysis) -> Iterable[Attribution]:
    text = text_of(analysis)
    found = chain(
        _citing(text),
        _according(text),
        _inverted(text),
        _reports(text),
        _outlets(text),
        _press(text),
        _data(text),
        _networks(text),
        _published(text),
    )
    yield from dateline(analysis, wordlist("attribution")["agencies"], "en.dateline")
    yield from first_of_each(f for f in found if mark_index(analysis).at(f.start) is None)


def _fact(
    text: Text, first: int, last: int, source: Source, rule: str, confidence: float
) -> Attribution:
    start = text.start(min(first, source.first))
    span = Span(start, text.end(max(last, source.last)))
    return attribution(text.analysis, span, source.slot(text), source.layer, rule, confidence)


def _phrase_at(text: Text, i: int, key: str) -> int:
    return behind(text, i, "attribution", key)


def _citing(text: Text) -> Iterator[Attribution]:
    for i in where(text, "attribution", ("citing",)):
        at = _phrase_at(text, i, "citing")
        if at == i:
            continue
        source = source_at(text, at)
        if source and text.low(at) not in ("its", "his", "her", "their"):
            yield _fact(text, i, source.last, source, "en.citing", 0.93)


def _inverted(text: Text) -> Iterator[Attribution]:
    """`…, reported the Prime Minister’s press service.`"""
    for i in text.where(("reported", "reports", "writes", "informs")):
        if text.word(i - 1) in (
            ",",
            "”",
            '"',
        ):
            source = source_at(text, i + 1) if text.low(i + 1) != "that" else None
            if source:
                yield _fact(text, i, source.last, source, "en.reports", 0.85)


def _published(text: Text) -> Iterator[Attribution]:
    for found in published(text):
        yield _fact(text, found.first, found.last, found.source, found.rule, found.confidence)


def _according(text: Text) -> Iterator[Attribution]:
    for i in where(text, "attribution", ("according",)):
        at = _phrase_at(text, i, "according")
        source = source_at(text, at) if at > i else None
        if source:
            yield _fact(text, i, source.last, source, "en.according_to", 0.93)


def _reports(text: Text) -> Iterator[Attribution]:
    """`Reuters reported`, `Qazinform News Agency reports`; an office only where it reports."""
    for mention in text.analysis.mentions:
        if mention.type != "organization":
            continue
        first, last = text.span[mention.start]
        newsroom = is_newsroom_name(text, mention.name)
        i = last = behind_channel(text, last) if newsroom else last
        if text.word(i) == "(" and text.word(i + 2) == ")":
            i, last = i + 3, i + 3
        if text.word(i) == "," and text.word(first - 1) == ",":
            i += 1  # the radio’s Kazakh service, Radio Azattyq, reported
        if text.word(i) == "," and text.low(i + 1) in ("citing", "quoting"):
            comma = (k for k in range(i + 2, i + _LONGEST_ASIDE) if text.word(k) == ",")
            i = next(comma, i - 1) + 1  # Bloomberg, citing government data, wrote
        if text.low(i) in ("’s", "'s") and text.low(i + 2) == "service":
            i += 3  # Radio Liberty’s Kyrgyz service
        while text.low(i) in (
            "has",
            "have",
            "had",
            "also",
            "first",
            "earlier",
            "previously",
            "news",
            "correspondent",
        ):
            i += 1
        end = max(_phrase_at(text, i, "reports"), _phrase_at(text, i - 1, "reports"))
        if end <= i or text.low(end) in ("to", "by"):
            continue
        layer = layer_of_name(text, mention.name)
        if layer == "official" and text.low(first - 1) in entries("attribution", "newsroom_nouns"):
            layer = "cited"
        newsroom = newsroom or layer != "official"
        if not newsroom and text.low(end - 1) not in ("reported", "reports", "informed", "informs"):
            continue
        if text.low(first - 1) in ("of", "at", "for"):
            continue
        channel = _channel_before(text, first)
        wide = last > text.last(mention) and text.word(last - 1) != ")"
        name = text.phrase(first, last) if wide else mention.name
        source = Source(first, last, "social" if channel else layer, name)
        yield _fact(text, _start(text, first), end, source, "en.reports", 0.93 if newsroom else 0.7)


_LONGEST_ASIDE = 12  # tokens


def _channel_before(text: Text, first: int) -> bool:
    return text.low(first - 1) in ("channel", "page", "account") and text.low(first - 2) in entries(
        "attribution", "networks"
    )


def _start(text: Text, first: int) -> int:
    """`News website` before the name."""
    i = first
    while any(text.low(i - 1) in entries("attribution", key) for key in _KINDS):
        i -= 1
    return i


_KINDS = ("press", "press_adjectives", "newsroom_nouns")


def _outlets(text: Text) -> Iterator[Attribution]:
    """`Mic reported`, `Business Insider says`: newsrooms of the list."""
    for i in outlets(text):
        last = behind_outlet(text, i)
        end = _phrase_at(text, last, "reports") if last > i else last
        if end <= last or text.low(end) in ("to", "by"):
            continue
        if last == i + 1 and text.low(end - 1) not in ("reported", "reports"):
            continue  # `Time says`: one word alone is often no newsroom
        source = outlet_at(text, i)
        if source and source.layer == "cited":
            yield _fact(text, source.first, end, source, "en.reports", 0.85)


def _press(text: Text) -> Iterator[Attribution]:
    """`Local media reported`, `the Telegram channel Steppe Notes wrote`."""
    for i in text.where(entries("attribution", "press")):
        if text.low(i) == "channel" and text.low(i - 1) in entries("attribution", "networks"):
            end = i + 1
            while text.is_capital(end):
                end += 1
            by = text.low(i - 2 - is_determiner(text.low(i - 2))) in ("by", "from", "citing")
            if end > i + 1 and (by or _phrase_at(text, end, "reports") > end):
                source = Source(i + 1, end, "social", text.phrase(i + 1, end))
                yield _fact(
                    text, i - 1, _phrase_at(text, end, "reports"), source, "en.reports", 0.85
                )
            continue
        if text.low(i) not in entries("attribution", "press") or text.mention(i):
            continue
        if text.low(i) == "agency" and text.low(i - 1) != "news":
            continue  # the food agency said
        if text.low(i - 1) == "in":
            continue  # described in media reports
        end = _phrase_at(text, i + 1, "reports")
        if end == i + 1 or text.low(end) in ("to", "by", "of"):
            continue
        first = _start(text, i)
        if first == i and not (is_determiner(text.low(i - 1)) or text.low(i) == "media"):
            continue
        if (
            text.is_capital(first - 1)
            and text.pos(first - 1) == "PROPN"
            and text.end(first) + 1 == text.start(first)
        ):
            first -= 1
        name = text.phrase(first, i + 1)
        if text.is_capital(first) and text.sentence(first).first != first:
            yield _fact(text, first, end, Source(first, i + 1, "cited", name), "en.reports", 0.85)
            continue
        source = Source(first, i + 1, "cited", name[:1].lower() + name[1:])
        yield _fact(text, first, end, source, "en.reports", 0.85)


def _data(text: Text) -> Iterator[Attribution]:
    """`Data from the National Bank show`"""
    for i in text.where(entries("attribution", "data")):
        if text.low(i + 1) not in (
            "from",
            "by",
            "of",
            "published",
            "released",
        ):
            continue
        at = i + 3 if text.low(i + 2) == "by" else i + 2
        source = source_at(text, at)
        if source and source.layer == "official" and _shows(text, source.last):
            yield _fact(text, i, source.last, source, "en.data", 0.85)


def _shows(text: Text, i: int) -> bool:
    return any(text.low(i + n) in entries("attribution", "data_shows") for n in range(3))


def _networks(text: Text) -> Iterator[Attribution]:
    """`he wrote on his Telegram channel`, `in a post on Facebook`"""
    for i in text.where(entries("attribution", "networks")):
        first = i - 1
        while is_determiner(text.low(first)) or text.low(first) in ("official", "personal", "own"):
            first -= 1
        if text.low(first) not in ("on", "via", "in", "through") or not _said_before(text, first):
            continue
        if any(text.low(k) == "follow" for k in range(first - 5, first)):
            continue  # Follow the reporter on Twitter
        last = i + 1
        if text.low(last) in ("channel", "page", "account", "post"):
            last += 1
        name = text.phrase(i, last)
        yield _fact(text, first, last, Source(i, last, "social", name), "en.network", 0.7)


def _said_before(text: Text, i: int) -> bool:
    sentence = text.sentence(i)
    near = range(max(sentence.first, i - 8), i)
    return any(
        text.low(k)
        in (
            "wrote",
            "said",
            "posted",
            "announced",
            "post",
            "reported",
            "stated",
            "writes",
            "shared",
            "published",
            "message",
            "statement",
            "noted",
        )
        for k in near
    )
