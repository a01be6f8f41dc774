"""Corrected facts as gold sentences: what an editor corrected is an example that the rules can be
tested with.

Comes in: a corrected fact with its sentence. Goes out: a record for JSON Lines with the sentence,
the fact as corrected and, where the fact's words allow it, the lines of `tests/gold`.
"""

from collections.abc import Mapping
from typing import Any

from baqylau.corrections.fields import HIDDEN

WARNING = (
    "real text of an outlet about real people: rewrite the sentence as an invented one, with"
    " invented names, before it is committed as a test"
)
_SHIFTED = ("speaker", "cue", "person", "position", "organization", "place", "source", "of")
_LISTED = ("quantity", "value", "currency", "speaker_name", "action", "from", "to")


def record(fact: Mapping[str, Any], sentence: str, language: str | None) -> dict[str, Any]:
    """The record of one fact, whose spans are counted from the sentence's first character."""
    start = fact["sentence"][0]
    own = {x: y for x, y in fact.items() if x not in ("corrected", "key", HIDDEN)}
    own |= {x: own[x] - start for x in ("start", "end")} | {"sentence": [0, len(sentence)]}
    if own.get("content"):
        own["content"] = [[a - start, b - start] for a, b in own["content"]]
    for name in _SHIFTED:
        if own.get(name):
            slot = own[name]
            own[name] = slot | {x: slot[x] - start for x in ("start", "end")}
    hidden = bool(fact.get(HIDDEN))
    return {
        "warning": WARNING,
        "language": language,
        "sentence": sentence,
        "wrong": hidden,
        "fact": own,
        "read": {x: y["read"] for x, y in fact.get("corrected", {}).items()},
        "gold": _gold(own, sentence, hidden),
    }


def _gold(fact: Mapping[str, Any], sentence: str, hidden: bool) -> str:
    """The sentence and its fact as tests/gold/README.md has them."""
    first = sentence.replace("\n", "¶")
    if hidden:
        return f"{first}\n    nothing"
    spans = fact.get("content") or [[fact["start"], fact["end"]]]
    words = " … ".join(sentence[max(a, 0) : max(b, 0)] for a, b in spans) or fact["text"]
    slots = [f"{x} = {_plain(fact[x])}" for x in _LISTED if x in fact]
    slots += [
        f"{x}.name = {fact[x].get('name') or fact[x]['text']}"
        for x in ("person", "position", "organization", "source")
        if fact.get(x)
    ]
    return f"{first}\n    {' | '.join([words.replace(chr(10), '¶'), *slots])}"


def _plain(value: Any) -> str:
    if value is None:
        return "null"
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value)
