"""Indirect and partly quoted speech: `отметил, что …`, `по словам X, …`, `…, сообщил X`, `Об этом заявил X`.

Comes in: an `Analysis`, its `Voices` and the spans already taken by direct speech. Goes out: quotes in reading order.
"""

import re
from collections.abc import Callable, Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.marks import quoted
from baqylau.facts.russian.reporting import Report, is_verb, quote, report, trimmed, verbs
from baqylau.facts.russian.voices import Voices
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Quote
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token

_ABOUT_THIS = re.compile(r"(?:Об этом|О том|Соответствующее заявление)\b")
_SOURCES = frozenset({"передавать", "передать", "сообщать", "писать", "информировать", "цитировать"})
Rule = Callable[[Analysis, Voices, Sentence], Quote | None]


def indirect(a: Analysis, voices: Voices, taken: list[Span]) -> Iterator[Quote]:
    """One quote a sentence at most: the first rule that knows it."""
    for sentence in a.sentences:
        span = Span(sentence.start, sentence.end)
        if any(t.overlaps(span) for t in taken):
            continue
        for rule in (_about_this, _according, _as_said, _that, _partly, _colon, _infinitive, _trailing):
            made = rule(a, voices, sentence)
            if made and not any(t.overlaps(c) for t in taken for c in made.content):
                voices.remember_quote(made)
                yield made
                break


def _content(a: Analysis, start: int, end: int) -> tuple[Span, ...]:
    return (trimmed(a.text, start, end),)


def _form(a: Analysis, content: tuple[Span, ...]) -> str:
    """Mixed where at least two words of it stand in marks and are no title."""
    for span in content:
        for stretch in quoted(a.text, span):
            words = a.tokens_in(stretch.inner.start, stretch.inner.end)
            if len(words) > 1 and not any(m.overlaps(stretch.inner) for m in _names(a)):
                return "mixed"
    return "indirect"


def _names(a: Analysis) -> list[Span]:
    return [Span(m.start, m.end) for m in a.mentions if m.type == "organization"]


def _make(a: Analysis, content: tuple[Span, ...], found: Report, rule: str, confidence: float) -> Quote | None:
    if found.voice is None or sum(len(a.tokens_in(c.start, c.end)) for c in content) < 2:
        return None
    return quote(a, content, found, _form(a, content), rule, confidence)


def _that(a: Analysis, voices: Voices, sentence: Sentence) -> Quote | None:
    """`X отметил, что …`: also `сообщили в акимате, что`, `как бы`, `уверен, что`."""
    words = a.words(sentence)
    for at, token in enumerate(words):
        if not is_verb(token, "say", "opinion", "adjectives", "infinitive"):
            continue
        reach = range(at + 1, min(at + 25, len(words) - 1))
        comma = next((i for i in reach if words[i].text == "," and words[i + 1].lemma in ("что", "будто", "якобы")), None)
        if comma is None or any(is_verb(t, "say", "opinion") for t in words[at + 1 : comma]):
            continue
        found = report(a, voices, words[:comma], at)
        made = _make(a, _content(a, words[comma + 1].end, sentence.end), found, "ru.verb_that", 0.9)
        if made:
            return made
    return None


def _according(a: Analysis, voices: Voices, sentence: Sentence) -> Quote | None:
    """`По словам X, …`, `…, по его мнению, …`; a phrase that cites data is speech only where a person is named."""
    for phrase, data in _PHRASES:
        found = _find_phrase(a, sentence, phrase)
        if not found:
            continue
        start, cue_end, possessive = found
        words = a.tokens_in(cue_end, sentence.end)
        stop = next((i for i, t in enumerate(words) if t.text in (",", "–", "—", ".") and not _initial(words, i)), len(words))
        owner = a.tokens_in(*possessive) if possessive else words[:stop]
        voice = voices.among(owner, oblique=True)
        if voice is None or (data and voice.kind != "person"):
            continue
        after = words[stop].end if stop < len(words) else sentence.end
        if stop < len(words) and stop + 1 < len(words) and words[stop + 1].lemma == "который":
            stop = next((i for i in range(stop + 1, len(words)) if words[i].text == ","), len(words) - 1)
            after = words[stop].end
        pieces = [trimmed(a.text, sentence.start, start), trimmed(a.text, after, sentence.end)]
        content = tuple(p for p in pieces if len(a.tokens_in(p.start, p.end)) > (1 if p is pieces[1] else 0) and p.end - p.start > 3)
        if content:
            end = possessive[1] + _noun_length(a, possessive[1]) if possessive else cue_end
            return _make(a, content, Report(a.slot(start, end), voice, ""), "ru.according_data" if data else "ru.according", 0.9)
    return None


_PHRASES = [(p, False) for p in wordlist("speech")["according"]] + [(p, True) for p in wordlist("speech")["data"]]


def _noun_length(a: Analysis, at: int) -> int:
    """`По его` + ` словам`"""
    words = a.tokens_in(at, at + 30)
    return words[0].end - at if words else 0


def _initial(words: tuple[Token, ...], i: int) -> bool:
    return words[i].text == "." and i > 0 and len(words[i - 1].text) == 1


def _find_phrase(a: Analysis, sentence: Sentence, phrase: str) -> tuple[int, int, tuple[int, int] | None] | None:
    """Where `по словам` stands (start, end), or `по его словам` with the pronoun's span."""
    preposition, _, noun = phrase.partition(" ")
    low = a.text[sentence.start : sentence.end].lower()
    plain = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", low)
    if plain:
        return sentence.start + plain.start(), sentence.start + plain.end(), None
    owned = re.search(rf"(?<!\w){preposition}\s+(его|её|ее|их)\s+{re.escape(noun)}(?!\w)", low)
    if owned:
        return sentence.start + owned.start(), sentence.start + owned.end(), (sentence.start + owned.start(1), sentence.start + owned.end(1))
    return None


def _as_said(a: Analysis, voices: Voices, sentence: Sentence) -> Quote | None:
    """`Как сообщил X, …`; a source that is a newsroom is an attribution only."""
    words = a.words(sentence)
    if len(words) < 4 or words[0].lemma != "как":
        return None
    at = next((i for i in range(1, 4) if is_verb(words[i], "say", "direct")), None)
    if at is None:
        return None
    found = report(a, voices, words, at)
    if found.voice is None or (found.voice.kind == "organization" and found.lemma in _SOURCES):
        return None
    comma = next((i for i, t in enumerate(words) if t.text == "," and t.start >= found.voice.slot.end), None)
    return _make(a, _content(a, words[comma].end, sentence.end), found, "ru.as_said", 0.9) if comma else None


def _about_this(a: Analysis, voices: Voices, sentence: Sentence) -> Quote | None:
    """`Об этом заявил X`: what stands before it was said; a press service or newsroom that `сообщает` is an attribution only."""
    if not _ABOUT_THIS.match(a.text, sentence.start):
        return None
    words = a.words(sentence)
    at = next((i for i, t in enumerate(words[:8]) if is_verb(t, "say")), None)
    index = a.sentences.index(sentence)
    if at is None or index == 0:
        return None
    found = report(a, voices, words, at)
    if found.voice is None or found.voice.kind != "person":
        return None
    before = a.sentences[index - 1]
    return _make(a, _content(a, before.start, before.end), found, "ru.about_this", 0.82)


def _partly(a: Analysis, voices: Voices, sentence: Sentence) -> Quote | None:
    """`назвал визит «не просто событием, а …»`, `резюмировал, …`: words in marks behind a reporting verb."""
    words = a.words(sentence)
    for stretch in quoted(a.text, Span(sentence.start, sentence.end)):
        inner = a.tokens_in(stretch.inner.start, stretch.inner.end)
        if len(inner) < 3 or any(m.overlaps(stretch.inner) for m in _names(a)) or inner[0].text[0].isupper():
            continue
        at = next((i for i, t in enumerate(words) if t.end <= stretch.outer.start and is_verb(t, "say", "opinion", "direct", "adjectives")), None)
        if at is not None:
            return _make(a, _content(a, stretch.inner.start, stretch.inner.end), report(a, voices, words, at), "ru.partly_quoted", 0.78)
    return None


def _colon(a: Analysis, voices: Voices, sentence: Sentence) -> Quote | None:
    """`Белова уверена: одной работы мало.`"""
    words = a.words(sentence)
    colon = next((i for i, t in enumerate(words) if t.text == ":"), None)
    if colon is None or colon + 1 >= len(words) or words[colon + 1].text in "«“\"–—-":
        return None
    at = next((i for i, t in enumerate(words[:colon]) if is_verb(t, "say", "opinion", "adjectives")), None)
    if at is None or colon - at > 6:
        return None
    return _make(a, _content(a, words[colon].end, sentence.end), report(a, voices, words[:colon], at), "ru.verb_colon", 0.75)


def _infinitive(a: Analysis, voices: Voices, sentence: Sentence) -> Quote | None:
    """`рекомендовала поднять охват до 95 процентов`"""
    words = a.words(sentence)
    for at, token in enumerate(words):
        if not is_verb(token, "infinitive"):
            continue
        infinitive = next((i for i in range(at + 1, min(at + 6, len(words))) if words[i].feats.get("VerbForm") == "Inf"), None)
        if infinitive is not None and not any(t.text in (",", ":") for t in words[at:infinitive]):
            return _make(a, _content(a, words[infinitive].start, sentence.end), report(a, voices, words[:infinitive], at), "ru.infinitive", 0.72)
    return None


def _trailing(a: Analysis, voices: Voices, sentence: Sentence) -> Quote | None:
    """`Рост составил 5,8%, сообщил министр X.`; `передаёт <outlet>` and `сообщает пресс-служба` are attributions only."""
    words = a.words(sentence)
    for comma in range(len(words) - 2, 3, -1):
        if words[comma].text not in (",", "–", "—"):
            continue
        at = next((i for i in range(comma + 1, min(comma + 3, len(words))) if is_verb(words[i], "say", "opinion")), None)
        if at is None or any(t.lemma in ("что", "который", "как", "чтобы", "если") for t in words[comma + 1 : at]):
            continue
        found = report(a, voices, words[comma + 1 :], at - comma - 1)
        if found.voice is None or (found.voice.kind == "organization" and found.lemma in _SOURCES):
            return None
        if not any(t.pos in ("VERB", "AUX", "ADJ") for t in words[:comma]) or words[0].lemma in verbs("say"):
            return None
        return _make(a, _content(a, sentence.start, words[comma].start), found, "ru.trailing_verb", 0.86)
    return None
