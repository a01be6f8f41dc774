"""Who cites whom: a text with its facts and the names of the outlets come in, edges from the one
who cites to the source go out.

An article of "А" that says «сообщает Б со ссылкой на В» makes two edges: from the article's outlet
(`self`) to Б, and from Б to В. What an outlet says of itself is no edge.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baqylau.stories.fingerprint import sentences

SELF = "self"
_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_WORDS = {key: tuple(x) for key, x in _DATA.items()}
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_SHORT = 4  # letters; a shorter word of a name has no endings
_NEAR = 6  # words between an outlet's name and the word of saying
_REACH = 160  # characters in which these words stand
_MOST_SOURCES = 24  # in one sentence
_ENDING = r"\w{0,5}"  # a Kazakh or Russian ending


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


class OutletNames:
    """Finds outlets in a text by their names, brands and hosts, in any case form.

    `names` are by outlet id.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._names = [
            (outlet, re.compile(pattern, re.IGNORECASE))
            for outlet, given in names.items()
            for pattern in _patterns(given)
        ]

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, outlet id) in reading order, without overlaps; longer names first."""
        found = [
            (x.start(), x.end(), outlet)
            for outlet, pattern in self._names
            for x in pattern.finditer(text)
            if not x[0][0].islower() or "." in x[0]  # a word in small letters is only a host
        ]
        found.sort(key=lambda x: (x[0], -x[1]))
        kept: list[tuple[int, int, str]] = []
        for one in found:
            if not kept or one[0] >= kept[-1][1]:
                kept.append(one)
        return kept


def _patterns(names: Iterable[str]) -> Iterable[str]:
    for name in dict.fromkeys(names):
        words = _WORD.findall(name)
        if words:
            yield r"(?<!\w)" + r"[\s\-–]{1,3}".join(_inflected(x) for x in words) + r"(?!\w)"


def _inflected(word: str) -> str:
    if len(word) < _SHORT or "." in word or word.isdigit():
        return re.escape(word)
    stem = word[:-1] if word[-1].lower() in _WORDS["replaced"] else word
    return re.escape(stem) + _ENDING


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
    found: dict[tuple[str, str], Citation] = {}
    outlets, named = names.find(text), sorted(_named(facts), key=lambda x: x[0]["start"])
    for start, end in _sentences(text):
        inside = _between(outlets, start, end, lambda x: x[0])
        slots = _between(named, start, end, lambda x: x[0]["start"])
        sources = _sources(text, (start, end), inside, slots, outlet)
        for edge in _edges(text, (start, end), sources):
            found.setdefault((edge.origin, edge.target), edge)
    return list(found.values())


def _between(
    given: Sequence[Any], start: int, end: int, place: Callable[[Any], int]
) -> Sequence[Any]:
    """Those of an ordered list whose place is within, not more than a sentence can hold."""
    first = bisect_left(given, start, key=place)
    return given[first : min(bisect_left(given, end, key=place), first + _MOST_SOURCES)]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of each sentence."""
    end = 0
    for sentence in sentences(text):
        start = text.index(sentence, end)
        end = start + len(sentence)
        yield start, end


def _sources(
    text: str,
    sentence: tuple[int, int],
    outlets: Sequence[tuple[int, int, str]],
    named: Sequence[tuple[Mapping[str, Any], str]],
    own: str,
) -> list[_Source]:
    """The sources of one sentence in reading order: outlets beside a word of saying, then what the
    facts name.
    """
    found = [
        _Source(a, b, None if outlet == own else outlet, SELF if outlet == own else "cited")
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
    firsts = {x[:_SHORT].lower() for x in _WORD.findall(text)}
    return name if firsts & {x[:_SHORT].lower() for x in _WORD.findall(name)} else text


def _begins(word: str, key: str) -> bool:
    return word.lower().replace("ё", "е").startswith(_WORDS[key])


def _is_cited(text: str, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Whether the outlet's name at these characters stands beside a word of saying, and is no owner
    of something else.
    """
    before = _WORD.findall(text[max(sentence[0], start - _REACH) : start])[-_NEAR:]
    behind_text = text[end : min(sentence[1], end + _REACH)]
    behind = _WORD.findall(behind_text)[:_NEAR]
    if any(_begins(x, "belongs") for x in before[-1:] + behind[:1]):
        return False
    if any(_begins(x, "says") for x in before + behind):
        return True
    clause = re.match(r"[»”\"\s]*\w+\s*,", behind_text)
    return bool(clause and behind and _begins(behind[0], "says_a_clause"))


def _edges(text: str, sentence: tuple[int, int], sources: Sequence[_Source]) -> Iterable[Citation]:
    """The article cites the first outlet; what that outlet relays, it cites in turn."""
    relay = next((x for x in sources if x.is_outlet), None)
    for source in sources:
        if source.target is None:
            continue
        origin = SELF
        if (
            relay is not None
            and source is not relay
            and relay.target is not None
            and (_leads_on(text, sentence, relay, source) or _was_told(text, relay, source))
        ):
            origin = relay.target
        yield Citation(origin, source.target, source.layer, source.start, source.end)


def _leads_on(text: str, sentence: tuple[int, int], relay: _Source, source: _Source) -> bool:
    """«Б со ссылкой на В», "Б, citing В", «Б … В-ға сілтеме жасап»."""
    first, second = sorted((relay, source), key=lambda x: x.start)
    between = _WORD.findall(text[first.end : second.start])
    behind = _WORD.findall(text[second.end : min(sentence[1], second.end + _REACH)])[:3]
    return any(_begins(x, "leads_on") for x in between + behind)


def _was_told(text: str, relay: _Source, source: _Source) -> bool:
    """«сообщили «Б» в министерстве», "the ministry told Б": the institution spoke to the outlet."""
    if source.layer != "official":
        return False
    first, second = sorted((relay, source), key=lambda x: x.start)
    between = text[first.end : second.start]
    return "," not in between and len(_WORD.findall(between)) <= _NEAR
