"""Facts that a language model reads out of an article, as far as the article's own words confirm
them.

Comes in: an `Analysis`, and `ask`, a function that sends messages to a model and gives its reply
(None: no reply). Goes out: facts whose rule begins with `ai.`. The model gives only words. This
module finds their offsets and refuses what does not stand in the text letter by letter. A fact that
a rule has found already is not repeated.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, get_args, get_type_hints

from baqylau.facts.analysis import Analysis, Source
from baqylau.model.fact import (
    MODEL_RULES,
    Attribution,
    Document,
    Event,
    Fact,
    Forecast,
    Quote,
    Slot,
)
from baqylau.model.span import Span

Messages = tuple[Mapping[str, str], ...]
Ask = Callable[[Messages], str | None]
CONFIDENCE = 0.5
"""The confidence of every fact from a model: nobody has measured it for the model that
you choose.
"""
_LONGEST = 12_000
"""The most characters of an article that are sent: a long article costs as much as ten
short ones.
"""
_MOST = 200  # facts taken from one reply


def messages(source: Source) -> Messages:
    """The messages to the model: the task, then the article."""
    task = files(__package__).joinpath("llm_reader.txt").read_text(encoding="utf-8")
    return (
        {"role": "system", "content": task},
        {"role": "user", "content": source.text[:_LONGEST]},
    )


def facts_from_model(analysis: Analysis, known: Sequence[Fact], ask: Ask) -> Iterator[Fact]:
    """The model's facts that the text confirms and that no rule has found."""
    reply = ask(messages(analysis.source))
    kept = list(known)
    for row in _rows(reply)[:_MOST]:
        fact = _grounded(analysis, row)
        if fact and not any(_same(fact, other) for other in kept):
            kept.append(fact)
            yield fact


def answered(reply: str | None, _messages: Messages) -> str | None:
    """Returns the given reply. With its first argument bound it is an `Ask` for a reply received
    before, which can be sent to another process.
    """
    return reply


def _rows(reply: str | None) -> list[Mapping[str, Any]]:
    """The rows of a reply; none where the reply is no JSON, a refusal or of another shape."""
    if not reply:
        return []
    start, end = reply.find("{"), reply.rfind("}")
    try:
        read = json.loads(reply[start : end + 1]) if start >= 0 else None
    except (ValueError, RecursionError):
        return []
    rows = read.get("facts") if isinstance(read, dict) else None
    return [r for r in rows if isinstance(r, dict)] if isinstance(rows, list) else []


def _grounded(a: Analysis, row: Mapping[str, Any]) -> Fact | None:
    """The fact of one row, if all its words are in the text."""
    makers: dict[str, Callable[[Analysis, Span, Mapping[str, Any]], Fact | None]] = {
        "quote": _quote, "forecast": _forecast, "event": _event, "document": _document,
        "attribution": _attribution,
    }  # fmt: skip
    kind, words = row.get("type"), row.get("text")
    span = _find(a, words)
    return makers[kind](a, span, row) if isinstance(kind, str) and kind in makers and span else None


def _find(a: Analysis, words: Any, near: int = 0) -> Span | None:
    """The span of the words in the text: at or behind `near`, else anywhere; None where the text
    does not contain them.
    """
    if not isinstance(words, str) or not words.strip():
        return None
    at = a.text.find(words, near)
    at = a.text.find(words) if at < 0 else at
    return Span(at, at + len(words)) if at >= 0 else None


def _slot(a: Analysis, words: Any, near: int = 0) -> Slot | None:
    found = _find(a, words, max(0, near))
    return a.slot(found.start, found.end) if found else None


def _made(a: Analysis, span: Span, kind: str) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "text": span.of(a.text),
        "sentence": a.sentence_span(span.start),
        "confidence": CONFIDENCE,
        "rule": f"{MODEL_RULES}{kind}",
    }


def _speaker(a: Analysis, slot: Slot | None) -> str | None:
    """The name of the person or organization in these words, else the words themselves."""
    if slot is None:
        return None
    mention = next(iter(a.mentions_in(slot.start, slot.end)), None)
    return mention.name if mention else slot.text


_AROUND = 300  # characters before the content in which the speaker is searched for first


def _quote(a: Analysis, span: Span, row: Mapping[str, Any]) -> Fact | None:
    speaker = _slot(a, row.get("speaker"), span.start - _AROUND)
    form: Any = _value(Quote, "form", row.get("form")) or "indirect"
    name = _speaker(a, speaker)
    return Quote(
        **_made(a, span, "quote"), form=form, content=(span,), speaker=speaker, speaker_name=name
    )


def _forecast(a: Analysis, span: Span, row: Mapping[str, Any]) -> Fact | None:
    speaker = _speaker(a, _slot(a, row.get("speaker"), span.start - _AROUND))
    return Forecast(**_made(a, span, "forecast"), content=(span,), speaker_name=speaker)


def _event(a: Analysis, span: Span, row: Mapping[str, Any]) -> Fact | None:
    kind = _value(Event, "kind", row.get("kind"))
    return Event(**_made(a, span, "event"), kind=kind, name=span.of(a.text)) if kind else None


def _document(a: Analysis, span: Span, row: Mapping[str, Any]) -> Fact | None:
    kind = row.get("kind")
    usable = isinstance(kind, str) and kind.strip() and len(kind) < _LONGEST_KIND
    return (
        Document(**_made(a, span, "document"), kind=kind.strip().lower(), name=span.of(a.text))
        if usable and isinstance(kind, str)
        else None
    )


_LONGEST_KIND = 40


def _attribution(a: Analysis, span: Span, row: Mapping[str, Any]) -> Fact | None:
    source, layer = (
        _slot(a, row.get("source"), span.start),
        _value(Attribution, "layer", row.get("layer")),
    )
    if source is None or layer is None:
        return None
    return Attribution(
        **_made(a, span, "attribution"),
        layer=layer,
        source=Slot(source.start, source.end, source.text, _speaker(a, source)),
    )


def _value(kind: type[Fact], slot: str, given: Any) -> Any:
    """The given word, if the contract allows it for this slot."""
    return (
        given if isinstance(given, str) and given in get_args(get_type_hints(kind)[slot]) else None
    )


def _same(fact: Fact, other: Fact) -> bool:
    """Whether two facts have one type and share at least half of their characters."""
    if fact.type != other.type:
        return False
    ours, theirs = _covered(fact), _covered(other)
    return 2 * len(ours & theirs) >= len(ours | theirs)


def _covered(fact: Fact) -> set[int]:
    spans: Iterable[Span] = (
        fact.content if isinstance(fact, Quote | Forecast) else (Span(fact.start, fact.end),)
    )
    return {i for s in spans for i in range(s.start, s.end)}
