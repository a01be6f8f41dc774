"""Reporting clauses: which verb reports speech in a stretch of words, and who its speaker is.

Comes in: tokens of a clause. Goes out: the cue token and the `Voice`.
"""

from dataclasses import dataclass
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.russian.voices import Voice, Voices
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Quote, Slot
from baqylau.model.span import Span
from baqylau.model.words import Token


@dataclass(frozen=True, slots=True)
class Report:
    """A cue and, where somebody is named, the voice."""

    cue: Slot
    voice: Voice | None
    lemma: str


@cache
def verbs(*lists: str) -> frozenset[str]:
    return frozenset(x.replace("ё", "е") for key in lists for x in wordlist("speech")[key])


def is_verb(token: Token, *lists: str) -> bool:
    """A finite or impersonal form: participles and gerunds (`отметив`) report too, infinitives do not."""
    return token.lemma in verbs(*lists) and token.pos in ("VERB", "ADJ", "AUX") and token.feats.get("VerbForm") not in ("Inf", "Part")


def first_verb(words: tuple[Token, ...], *lists: str, within: int = 9) -> int | None:
    return next((i for i, t in enumerate(words[:within]) if is_verb(t, *lists)), None)


def report(a: Analysis, voices: Voices, words: tuple[Token, ...], at: int) -> Report:
    """The clause around the verb `words[at]`: the speaker stands behind it or before it."""
    after = _until_stop(words[at + 1 :])
    before = _since_stop(words[:at])
    voice = voices.among(after) if after else None
    if voice is None or (voice.kind in ("role", "organization") and _named(a, before)):
        voice = voices.among(before) or voice
    verb = words[at]
    return Report(a.slot(verb.start, verb.end), voice, verb.lemma)


def _named(a: Analysis, words: tuple[Token, ...]) -> bool:
    starts = {m.start for m in a.mentions if m.type == "person"}
    return any(t.start in starts or t.text.lower() in ("он", "она", "они") for t in words)


def _until_stop(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """Up to a comma, colon, dash or full stop that is no initial's."""
    for i, token in enumerate(words):
        if token.text in (",", ":", ";", "–", "—", "(", "!", "?") or (token.text == "." and not (i and len(words[i - 1].text) == 1)):
            return words[:i]
    return words


def _since_stop(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """Back to the beginning of the clause; a participle phrase between commas is stepped over."""
    commas = [i for i, t in enumerate(words) if t.text in (";", ":")]
    return words[commas[-1] + 1 :] if commas else words


def quote(
    a: Analysis,
    content: tuple[Span, ...],
    found: Report | None,
    form: str,
    rule: str,
    confidence: float,
) -> Quote:
    """The fact; its span reaches from the content to cue and speaker."""
    voice = found.voice if found else None
    spans = [*content, *(Span(s.start, s.end) for s in (found and found.cue, voice and voice.slot) if s)]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    known = voice is not None and voice.name is not None
    return Quote(
        start=start,
        end=end,
        text=a.text[start:end],
        sentence=a.sentence_span(content[0].start),
        confidence=confidence if known else confidence - 0.25,
        rule=rule,
        form="direct" if form == "direct" else "mixed" if form == "mixed" else "indirect",
        content=content,
        cue=found.cue if found else None,
        speaker=voice.slot if voice else None,
        speaker_name=voice.name if voice else None,
        speaker_role=voice.role if voice else None,
    )


def trimmed(text: str, start: int, end: int) -> Span:
    """Without the marks, dashes, commas and full stop around it; `?`, `!` and `…` belong to what was said."""
    while start < end and (text[start].isspace() or text[start] in "–—-,:.;«»“”\""):
        if text[start] in "«“\"" and _wraps(text, start, end):
            break
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "–—-,.;:"):
        end -= 1
    return Span(start, end)


def _wraps(text: str, start: int, end: int) -> bool:
    """The mark at the beginning opens a title or a word inside (`«Рынок» закрыт`), not the whole stretch."""
    close = {"«": "»", "“": "”", '"': '"'}[text[start]]
    at = text.find(close, start + 1, end)
    return 0 < at < end - 3
