"""The key of a fact: what notes, corrections, exports and deliveries know it by, whatever becomes
of its row.

Comes in: the facts of one article in the shape of the public contract, the article's text and its
lineage. Goes out: a key for each, `<lineage>-<digest>`.

A key stays the same when the article is read again: by other rules, with another confidence, after
a paragraph was added before or a typo was mended in another sentence. It is made of what the
article says, and not of what a rule concluded from it: a quote is known by the words said, a figure
by its sentence and the number printed there. So the key stays when the rules, or an editor, name
another speaker, value or currency. Facts that are equal in all this are counted in reading order.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

LINEAGE = 20
"""Hexadecimal digits of a lineage: 80 bits, so that ten million articles share none by chance."""
_DIGEST = 16  # 64 bits: the facts of one article are some hundreds
LENGTH = LINEAGE + 1 + _DIGEST
_SHORT = 4  # words; a shorter quote («Да») is known by its sentence as well
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | {ord("ё"): "е"}
_TOKEN = re.compile(r"-?\d+(?:[.,]\d+)*|\w+|[%‰°$€£₸₽]")
"""A number with its sign and its fraction, a word, or a sign that makes another figure of it."""
_BETWEEN = "\x1f"  # no token has it

Fact = Mapping[str, Any]


def lineage_of(outlet: str, canonical_hash: bytes) -> str:
    """The lineage of an article that was always known by this canonical address. Its revisions have
    the same.
    """
    return _hash(outlet, canonical_hash.hex())[:LINEAGE]


def lineage_after_move(lineage: str, canonical_hash: bytes) -> str:
    """The lineage of whatever is printed from now on at the address that an article of this lineage
    left for the one of the hash: it is another article.
    """
    return _hash(lineage, canonical_hash.hex())[:LINEAGE]


_KEY = re.compile(rf"[0-9a-f]{{{LINEAGE}}}-[0-9a-f]{{{_DIGEST}}}")


def is_key(text: str) -> bool:
    """Whether a fact may have this key; a database refuses some of the texts of an address."""
    return _KEY.fullmatch(text) is not None


def keys_of(found: Sequence[Fact], text: str, lineage: str) -> list[str]:
    """The key of each fact, in the order given. `text` is the article's, from which the spans are
    counted in code points.
    """
    order = sorted(range(len(found)), key=lambda x: (found[x]["start"], found[x]["end"], x))
    seen: Counter[tuple[str, ...]] = Counter()
    keys = [""] * len(found)
    for place in order:
        identity = _identity(found[place], text)
        seen[identity] += 1
        keys[place] = f"{lineage}-{_hash(*identity, str(seen[identity]))[:_DIGEST]}"
    return keys


def lineage_in(key: str) -> str:
    """The lineage of the article that a fact's key is of."""
    return key[:LINEAGE]


def _identity(fact: Fact, text: str) -> tuple[str, ...]:
    """What the fact is known by among those of its article: its type, and words of the article that
    stay when a slot is read or corrected to something else.
    """
    sentence = slice(*fact["sentence"])
    kind = str(fact["type"])
    own: tuple[str, ...]
    match kind:
        case "quote" | "forecast":
            spans = fact.get("content") or ()
            said = _tokens(" ".join(text[a:b] for a, b in spans) or fact["text"])
            if len(said) >= _SHORT:
                return (kind, *said)
            return (kind, *said, _BETWEEN, *_tokens(text[sentence]))
        case "amount" | "date":
            own = (_number_of(fact["text"]),)
        case "role":
            # one person may hold two positions in one sentence; the first word of a position stays
            # when a rule reads more or less of it
            own = (*_slot(fact, "person"), _BETWEEN, *_slot(fact, "position")[:1])
        case "appointment":
            own = (str(fact["action"]), *_slot(fact, "person"))
        case "attribution":
            own = _slot(fact, "source")
        case _:
            own = _tokens(fact["text"])
    return (kind, *own, _BETWEEN, *_tokens(text[sentence]))


def _number_of(words: str) -> str:
    """The first number printed: rules differ in how much they take before and behind it («более 15
    млн тенге»). All words, where there is none («десятки тысяч»).
    """
    tokens = _tokens(words)
    return next((x for x in tokens if x[-1].isdigit()), " ".join(tokens))


def _slot(fact: Fact, name: str) -> tuple[str, ...]:
    slot = fact.get(name)
    return _tokens(slot["text"]) if slot else ()


def _tokens(text: str) -> tuple[str, ...]:
    """The words of a text without case, ё, quotation marks and punctuation."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_DASHES)
    return tuple(_TOKEN.findall(plain))


def _hash(*parts: str) -> str:
    joined = _BETWEEN.join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()
