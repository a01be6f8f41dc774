"""Who cites whom: a text with its facts and the names of the outlets come in, edges from the one
who cites to the source go out.

An article of "А" that says «сообщает Б со ссылкой на В» makes two edges: from the article's outlet
(`self`) to Б, and from Б to В. What an outlet says of itself is no edge.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baqylau.analysis.outlet_names import OutletNames

VERSION = "citations-1"
"""Raise it when these rules find other edges than before."""
SELF = "self"
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_ENDS = re.compile(r"[.!?…](?=\s)|\n")
_ALIKE = 4  # letters that all forms of a word share
_NEAR = 6  # words between an outlet's name and the word of saying
_REACH = 160  # characters in which these words stand
_LONGEST_TEXT = 200_000  # characters that are read
_MOST_SOURCES = 24  # in one sentence
_CLOSING = 3  # words before the name in ", передаёт корреспондент «Б»."
_INFINITIVES = ("ть", "ться")  # "обязали опубликовать": nothing was said


@dataclass(frozen=True, slots=True)
class Citation:
    """`origin` is `SELF` or the outlet that cites in turn; `target` an outlet's id or the name of a
    source; `start` and `end` are the target's characters.
    """

    origin: str
    target: str
    layer: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Source:
    """A source in one sentence. `target` is None for the article's own outlet."""

    start: int
    end: int
    target: str | None
    layer: str

    @property
    def is_outlet(self) -> bool:
        return self.layer in ("cited", SELF)


def citations(
    text: str, facts: Sequence[Mapping[str, Any]], names: OutletNames, outlet: str
) -> list[Citation]:
    """The edges of one article, each pair once. `facts` are as `baqylau facts` gives them; `outlet`
    is the article's own id.
    """
    text = text[:_LONGEST_TEXT]
    found: dict[tuple[str, str], Citation] = {}
    outlets, named = names.find(text), sorted(_named(facts), key=lambda x: x[0]["start"])
    for start, end in _sentences(text):
        inside = _between(outlets, start, end, lambda x: x[0])
        slots = _between(named, start, end, lambda x: x[0]["start"])
        sources = _sources(text, (start, end), inside, slots, names.official, outlet)
        for edge in _edges(text, (start, end), sources):
            if edge.origin != edge.target:  # `КАЗИНФОРМ – … передает МИА «Казинформ»`
                found.setdefault((edge.origin, edge.target), edge)
    return list(found.values())


def _between(
    given: Sequence[Any], start: int, end: int, place: Callable[[Any], int]
) -> Sequence[Any]:
    """Those of an ordered list whose place is within, not more than a sentence can hold."""
    first = bisect_left(given, start, key=place)
    return given[first : min(bisect_left(given, end, key=place), first + _MOST_SOURCES)]


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [x.end() for x in _ENDS.finditer(text)] + [len(text)]
    starts = [0, *ends[:-1]]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if text[a:b].strip()]


def _sources(
    text: str,
    sentence: tuple[int, int],
    outlets: Sequence[tuple[int, int, str]],
    named: Sequence[tuple[Mapping[str, Any], str]],
    official: Collection[str],
    own: str,
) -> list[_Source]:
    """The sources of one sentence in reading order: outlets beside a word of saying, then what the
    facts name.
    """
    found = [
        _Source(a, b, None if outlet == own else outlet, _layer(outlet, official, own))
        for a, b, outlet in outlets
        if _is_cited(text, sentence, a, b)
    ]
    for slot, layer in named:
        start, end = slot["start"], slot["end"]
        if any(a < end and start < b for a, b, _ in outlets):
            continue
        if not any(x.start < end and start < x.end for x in found):
            found.append(_Source(start, end, str(slot.get("name") or slot["text"]), layer))
    return sorted(found, key=lambda x: x.start)


def _layer(outlet: str, official: Collection[str], own: str) -> str:
    if outlet == own:
        return SELF
    return "official" if outlet in official else "cited"


def _named(facts: Sequence[Mapping[str, Any]]) -> Iterable[tuple[Mapping[str, Any], str]]:
    """(slot, layer) of attributions and of quotes of institutions."""
    for fact in facts:
        if fact["type"] == "attribution" and fact.get("source") and fact["layer"] != SELF:
            yield fact["source"], fact["layer"]
        elif fact["type"] == "quote" and _is_institution(fact):
            yield {**fact["speaker"], "name": _institution_name(fact)}, "official"


def _is_institution(quote: Mapping[str, Any]) -> bool:
    speaker = quote.get("speaker")
    words = _WORD.findall(speaker["text"].lower()) if speaker else []
    return any(_begins(x, "institutions") for x in words)


def _institution_name(quote: Mapping[str, Any]) -> str:
    """The name that the facts give the speaker, where it is of the same words as the speaker."""
    text, name = str(quote["speaker"]["text"]), str(quote.get("speaker_name") or "")
    firsts = {x[:_ALIKE].lower() for x in _WORD.findall(text)}
    return name if firsts & {x[:_ALIKE].lower() for x in _WORD.findall(name)} else text


def _begins(word: str, key: str) -> bool:
    plain = word.lower().replace("ё", "е")
    return any(plain.startswith(x) for x in _WORDS[key])


def _is_cited(text: str, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Whether the outlet's name at these characters stands beside a word of saying, and is no owner
    of something else.
    """
    before = _WORD.findall(text[max(sentence[0], start - _REACH) : start])[-_NEAR:]
    behind_text = text[end : min(sentence[1], end + _REACH)]
    behind = _WORD.findall(behind_text)[:_NEAR]
    if _belongs(before, behind):
        return False
    if any(_begins(x, "says") and not x.endswith(_INFINITIVES) for x in before + behind):
        return True
    clause = re.match(r"[»”\"\s]*\w+\s*,", behind_text)
    return bool(clause and behind and _begins(behind[0], "says_a_clause"))


def _belongs(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether the name only says whose reporter or office it is: "корреспондент «Б» побывал", "a
    reporter for Б". What the reporter passes on ("передаёт корреспондент «Б»") the outlet says.
    """
    for back, word in enumerate(reversed(before[-2:]), start=1):
        if _begins(word, "belongs"):
            return not any(_begins(x, "relays") for x in before[-back - 1 : -back])
    return any(_begins(x, "belongs") for x in behind[:1])


def _edges(text: str, sentence: tuple[int, int], sources: Sequence[_Source]) -> Iterable[Citation]:
    """The article cites one outlet; what that outlet relays, it cites in turn."""
    outlets = [x for x in sources if x.is_outlet]
    closing = next((x for x in outlets[1:] if _closes(text, sentence, x)), None)
    free = (x for x in outlets if not _is_led(text, sentence, x, outlets))
    relay = closing or next(free, None) or next(iter(outlets), None)
    for source in sources:
        if source.target is None:
            continue
        origin = SELF
        if (
            relay is not None
            and source is not relay
            and relay.target is not None
            and (
                relay is closing
                or _leads_on(text, sentence, relay, source)
                or _was_told(text, relay, source)
            )
        ):
            origin = relay.target
        yield Citation(origin, source.target, source.layer, source.start, source.end)


def _closes(text: str, sentence: tuple[int, int], source: _Source) -> bool:
    """«…, передаёт Б.»: the sentence ends with who passes on all of it."""
    before = text[max(sentence[0], source.start - _REACH) : source.start].rpartition(",")
    words = _WORD.findall(before[2])
    behind = _WORD.findall(text[source.end : min(sentence[1], source.end + _REACH)])
    alone = 0 < len(words) <= _CLOSING and not any(_begins(x, "leads_on") for x in words)
    return bool(before[1]) and alone and not behind and _begins(words[0], "relays")


def _is_led(
    text: str, sentence: tuple[int, int], source: _Source, others: Sequence[_Source]
) -> bool:
    """Whether another outlet refers to this one: «со ссылкой на Б», "citing Б", «Б-ға сілтеме»."""
    first = max((x.end for x in others if x.end <= source.start), default=sentence[0])
    last = min((x.start for x in others if x.start >= source.end), default=sentence[1])
    before = _WORD.findall(text[max(first, source.start - _REACH) : source.start])[-3:]
    behind = _WORD.findall(text[source.end : min(last, source.end + _REACH)])[:3]
    return any(_begins(x, "leads_on") and not _begins(x, "leads_back") for x in before) or any(
        _begins(x, "leads_back") for x in behind
    )


def _leads_on(text: str, sentence: tuple[int, int], relay: _Source, source: _Source) -> bool:
    """«Б со ссылкой на В», "Б, citing В", «Б … В-ға сілтеме жасап»."""
    first, second = sorted((relay, source), key=lambda x: x.start)
    between = _WORD.findall(text[first.end : second.start])
    behind = _WORD.findall(text[second.end : sentence[1]])[:3]
    before = _WORD.findall(text[max(sentence[0], first.start - _REACH) : first.start])[-3:]
    return any(_begins(x, "leads_on") for x in between + behind + before)


def _was_told(text: str, relay: _Source, source: _Source) -> bool:
    """«сообщили «Б» в министерстве», "the ministry told Б": the institution spoke to the outlet."""
    if source.layer != "official":
        return False
    first, second = sorted((relay, source), key=lambda x: x.start)
    between = text[first.end : second.start]
    return "," not in between and len(_WORD.findall(between)) <= _NEAR
