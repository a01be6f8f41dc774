"""Reporting clauses of English: `said X, head of Y`, `X told reporters`. Comes in: a `Text` and a
range of tokens. Goes out: a `Clause` with its verb and the words that name its speaker.
"""

from dataclasses import dataclass

from baqylau.facts.en.speakers.backward import backward
from baqylau.facts.en.speakers.mentions import Named, forward, pronoun_named
from baqylau.facts.en.speakers.subjects import speaker_of_sentence
from baqylau.facts.en.words.phrases import behind
from baqylau.facts.en.words.text import STOPS, Text
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Slot

_NEAR = 14  # tokens between a quotation and the verb of its clause


@dataclass(frozen=True, slots=True)
class Clause:
    """The verb is `tokens[verb:behind]`; `named` are the speaker's words."""

    verb: int
    behind: int
    named: Named

    def cue(self, text: Text) -> Slot:
        return text.analysis.slot(text.start(self.verb), text.end(self.behind))


def verb_at(text: Text, i: int, key: str = "said") -> int:
    """Behind the verb of speech that begins at the token, the token itself where none does."""
    return behind(text, i, "speech", key)


def is_negated(text: Text, verb: int) -> bool:
    return any(text.low(verb - n) in entries("speech", "negations") for n in (1, 2))


def stop_of(text: Text, i: int, limit: int) -> int:
    """The token that ends the clause which begins at `i`: a full stop or a mark."""
    while i < limit and text.word(i) not in _ENDS:
        i += 1
    return i


_ENDS = STOPS - {"–", "—", "(", ")", "[", "]"}


def behind_quotation(text: Text, at: int, limit: int) -> Clause | None:
    """The clause behind a closing mark: `, said X`, `, X said`, `, the minister told Y`."""
    if text.word(at) in (",", "–", "—", "-"):
        at += 1
    stop = stop_of(text, at, limit)
    first = at
    while first < stop and text.low(first) in entries("speech", "between"):
        first += 1
    if text.low(at) == "according" and text.low(at + 1) == "to":
        named = forward(text, at + 2, stop)
        personal = named and named.mention.kind in ("person", "pronoun", "role")
        return Clause(at, at + 2, named) if named and personal else None
    quoted = next((i for i in range(at, stop) if text.low(i) in entries("speech", "quoted")), None)
    who = quoted_one(text, quoted, stop) if quoted is not None else None
    if quoted is not None and who:
        return Clause(quoted, quoted + 1, who)
    end = verb_at(text, first)
    named_so = text.mention(first, "person") is not None  # Gulnoza Said added
    if end > first and not named_so and text.low(first) not in ("told", "tells", "telling"):
        named = forward(text, end, stop)
        return Clause(first, end, named) if named else None
    if text.low(first) in entries("speech", "reads"):
        named = forward(text, first + 1, stop)  # “…,” reads the report
        return Clause(first, first + 1, named) if named and _is_paper(named) else None
    for i in range(at + 1, min(stop, at + _NEAR + 12)):
        end = verb_at(text, i) if text.mention(i, "person") is None else i
        reads = end == i and verb_at(text, i, "reads") > i
        end = verb_at(text, i, "reads") if reads else end
        if end == i or text.low(i - 1) in ("who", "which") or text.low(i - 2) == "which":
            continue
        named = backward(text, i, at)
        if reads and not (named and _is_paper(named)):
            continue
        if named and _only_relays(text, i, named):
            return None
        if named and _covers(text, at, named):
            return Clause(i, end, named)
        if named is None and text.word(i - 1) != ",":
            return None
    return None


def quoted_one(text: Text, verb: int, stop: int) -> Named | None:
    """Whose words they are in `quoted Marat Tulegenov as saying`."""
    saying = next((k for k in range(verb + 2, stop) if text.low(k) == "saying"), None)
    if saying is None or text.low(saying - 1) != "as":
        return None
    if text.low(verb + 1) in ("him", "her") and saying == verb + 3:
        return pronoun_named(text, verb + 1)
    named = forward(text, verb + 1, saying - 1)
    return named if named and named.last == saying - 1 else None


def _only_relays(text: Text, verb: int, named: Named) -> bool:
    """`“…,” the Steppe Gazette reports.`: whence the words come, not who said them."""
    if text.low(verb) != "reports" or named.mention.kind != "institution":
        return False
    return named.mention.mention is not None and not _is_paper(named)


def _covers(text: Text, at: int, named: Named) -> bool:
    """Whether the speaker's words begin the clause: only a position stands before the name."""
    if named.first - at > _NEAR + 12:
        return False
    return not any(
        text.pos(i) in ("AUX", "PRON") or text.low(i) in ("because", "if", "when", "while", "but")
        for i in range(at, named.first)
    )


def before_quotation(text: Text, floor: int, at: int) -> Clause | None:
    """The clause before an opening mark: `X said: “…”`, `X told reporters, “…”`, `the club’s
    statement read: “…”`.
    """
    for i in range(at - 1, max(floor, at - _NEAR) - 1, -1):
        end = verb_at(text, i)
        reads = end == i and verb_at(text, i, "reads") == at - 1 and text.word(at - 1) == ":"
        if reads:
            end = at - 1
        if end == i or end > at or is_negated(text, i):
            continue
        named = backward(text, i, floor)
        if reads and not (named and _is_paper(named)):
            return None
        if named is None and end >= at - 1:
            named = speaker_of_sentence(text, text.sentence(i), i)
            if named and any(text.beginning(k, "person") for k in range(named.last, i)):
                return None  # X danced, with the judge Y saying so, before adding: …
        return Clause(i, end, named) if named else None
    return None


def _is_paper(named: Named) -> bool:
    return named.mention.head.text.lower() in entries("speakers", "texts")
