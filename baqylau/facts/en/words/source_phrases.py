"""The words that name a source: `the Bureau of National Statistics`, `the akimat’s press service`,
`a report by the World Bank`, `local media`. Comes in: a `Text` and the token where they begin. Goes
out: a `Source`, or None where the words name a person, a plan or a law.
"""

from dataclasses import dataclass

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.en.words.outlets import behind_outlet
from baqylau.facts.en.words.sources import is_newsroom_name
from baqylau.facts.en.words.text import Text, is_determiner
from baqylau.facts.grammar.attribution import Layer, dateline, is_own
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries, wordlist
from baqylau.model.fact import Slot

_POSSESSIVE = ("’s", "'s", "’", "'")


@dataclass(frozen=True, slots=True)
class Source:
    """`tokens[first:last]` name the source; `end` is behind all that belongs to it."""

    first: int
    last: int
    layer: Layer
    name: str

    def slot(self, text: Text) -> Slot:
        return text.analysis.slot(text.start(self.first), text.end(self.last), self.name)


def layer_of_name(text: Text, name: str) -> Layer:
    """`self` for the outlet of the article, `cited` for another newsroom, else `official`."""
    outlet = _folded(text.analysis.source.outlet or own_agency(text.analysis))
    own = _folded(name)
    if is_own(text.analysis, name) or (
        len(outlet) > _SHORTEST and (outlet in own or outlet.startswith(own))
    ):
        return "self"
    if name.lower() in entries("attribution", "networks"):
        return "social"
    return "cited" if is_newsroom_name(text, name) else "official"


@memoized
def own_agency(a: Analysis) -> str:
    """The agency of the dateline, whose own article it is; an empty text where there is none."""
    found = dateline(a, wordlist("attribution")["agencies"], "en.dateline")
    return next((f.source.name or f.source.text for f in found if f.layer == "self"), "")


_SHORTEST = 3  # letters of an outlet's name that are sought in another name


def _folded(name: str) -> str:
    """`The Astana Times` -> astana times; Kazinform and Qazinform are one agency."""
    return name.casefold().removeprefix("the ").replace("q", "k").replace(" ", "")


def source_at(text: Text, i: int) -> Source | None:
    k = _behind_carriers(text, i)
    owner = text.beginning(k, "place")
    if owner and text.low(text.last(owner)) in _POSSESSIVE:
        k = text.last(owner) + 1
    press = _press_service(text, k)
    if press:
        return press
    outlet = outlet_at(text, k)
    if outlet:
        return outlet
    k = _behind_kind(text, k)
    titled = _titled_newsroom(text, k)
    if titled:
        return titled
    firm = text.beginning(k, "organization")
    if firm:
        end = text.last(firm)
        thing = end
        while thing < end + 3 and text.pos(thing) in ("ADJ", "NOUN"):
            if text.low(thing) in entries("attribution", "nothing"):
                return None  # as per the bank’s prudential norms
            thing += 1
        if text.low(end) in _POSSESSIVE and is_press_service(text, end + 1):
            return Source(k, end + 3, "official", text.phrase(k, end + 3))
        if is_press_service(text, end):
            return Source(k, end + 2, "official", text.phrase(k, end + 2))
        if text.low(end) in _POSSESSIVE:  # the bank’s adviser: no source of its own
            return _common(text, k)
        if gazetteer.is_head(text.word(end)):
            return None  # according to Kazpost Chairman X
        told = text.low(k - 1) in entries("attribution", "newsroom_nouns") or _is_agency(
            text, k - 1
        )
        layer = "cited" if told else layer_of_name(text, firm.name)
        wide = behind_channel(text, end) if layer == "cited" else end
        return Source(k, wide, layer, firm.name if wide == end else text.phrase(k, wide))
    if text.mention(k, "person"):
        return None
    return _common(text, k)


def behind_channel(text: Text, end: int) -> int:
    """Behind `Grandstand` in `ABC Grandstand`, `7 News` in `NBC 7 News`: a newsroom that an acronym
    begins has the capitals and figures behind it in its name.
    """
    if not text.word(end - 1).isupper() or len(text.word(end - 1)) > _ACRONYM:
        return end
    behind = end
    while (
        behind < end + 3
        and text.touches(behind)
        and (text.is_capital(behind) or text.word(behind).isdigit())
        and not text.mention(behind)
        and text.low(behind) not in _DAYS
    ):
        behind += 1
    return behind if any(text.is_capital(i) for i in range(end, behind)) else end


_ACRONYM = 4  # letters
_DAYS = frozenset(w.lower() for w in entries("speech", "months_and_days"))


def _titled_newsroom(text: Text, k: int) -> Source | None:
    """`business magazine Kapital`, `the newspaper “Steppe”`: a noun of the press says that the
    capitals behind it name one; None where a name of a list or a person stands there.
    """
    i = k
    while i < k + 4 and (
        text.low(i) in entries("attribution", "press_adjectives") or is_determiner(text.low(i))
    ):
        i += 1
    if text.low(i) not in entries("attribution", "newsroom_nouns"):
        return None
    first = i + 1 + (text.word(i + 1) in _MARKS)
    last = first
    while (
        last < first + _MOST
        and text.is_capital(last)
        and (last == first or text.touches(last))
        and text.low(last) not in _DAYS
    ):
        last += 1
    marked = first > i + 1
    if last == first or (marked and text.word(last) not in _MARKS):
        return None
    if not marked and (text.mention(first, "person") or text.beginning(first, "organization")):
        return None
    return Source(first, last, "cited", text.phrase(first, last))


_MARKS = ("“", "”", '"', "«", "»", "‘", "’", "'")


def _behind_kind(text: Text, k: int) -> int:
    """Behind `public broadcaster` where a name follows; else the token itself."""
    i = k
    while i < k + 4 and (
        text.low(i) in entries("attribution", "press_adjectives")
        or text.low(i) in entries("attribution", "newsroom_nouns")
        or _is_agency(text, i)
    ):
        i += 1
    named = text.low(i - 1) in entries("attribution", "newsroom_nouns") or _is_agency(text, i - 1)
    return i if i > k and named and text.beginning(i, "organization") else k


def _is_agency(text: Text, i: int) -> bool:
    return text.low(i) == "agency" and text.low(i - 1) == "news"


def outlet_at(text: Text, k: int) -> Source | None:
    """A newsroom of the list, with the article that belongs to its name (`The Hill`)."""
    end = behind_outlet(text, k)
    if end == k or _goes_on(text, end):
        return None
    first = k - 1 if text.word(k - 1) == "The" else k
    name = text.phrase(first, end)
    return Source(first, end, "self" if layer_of_name(text, name) == "self" else "cited", name)


def _goes_on(text: Text, end: int) -> bool:
    """`Time Warner`, `the Sun’s rays`: the name is only a part of another, or an owner."""
    inside = text.mention(end - 1)
    if inside is not None and text.last(inside) > end:
        return True  # The Times of Central Asia
    return text.is_capital(end) and text.pos(end) == "PROPN" and text.touches(end)


def _behind_carriers(text: Text, i: int) -> int:
    """Behind `a report by the`, `preliminary data from`."""
    k = i
    while k < i + 10 and not text.beginning(k, "organization"):
        if is_press_service(text, k):
            break
        low = text.low(k)
        if not (is_determiner(low) or low in entries("attribution", "carriers")):
            break
        k += 1
    if k > i and text.low(k - 1) in (
        "officials",
        "sources",
        "press",
        "news",
        "representatives",
        "documents",
    ):
        k -= 1
    return k


def is_press_service(text: Text, k: int) -> bool:
    """`press service`, `press office`, `press center`."""
    return text.low(k) == "press" and text.low(k + 1) in (
        "service",
        "office",
        "services",
        "secretary",
        "release",
        "center",
        "centre",
    )


def _press_service(text: Text, k: int) -> Source | None:
    """`press service of the Ministry of Water Resources`."""
    if not is_press_service(text, k):
        return None
    end = k + 2
    if text.low(end) in ("of", "at"):
        i = end + 1
        while is_determiner(text.low(i)):
            i += 1
        owner = text.beginning(i, "organization", "place")
        if owner:
            end = text.last(owner)
            while owner.type == "place" and text.pos(end) in ("NOUN", "PROPN"):
                end += 1  # the press service of the Almaty akimat
        else:
            while i < end + 7 and text.pos(i) in ("NOUN", "ADJ", "PROPN"):
                i += 1
                end = i
    return Source(k, end, "official", text.phrase(k, end))


_MOST = 5


def _common(text: Text, k: int) -> Source | None:
    """`police`, `local media`, `the city’s education department`."""
    end, noun = k, None
    while end < k + _MOST + 1:
        low = text.low(end)
        if low in _POSSESSIVE and noun is not None:
            end += 1
            continue
        if not low or not low[0].isalpha() or text.pos(end) in ("ADP", "AUX", "CCONJ", "PRON"):
            break
        if text.mention(end, "person") or (
            text.pos(end) == "VERB" and not gazetteer.is_before(low)
        ):
            break
        noun = end
        end += 1
    if noun is None or text.low(noun) in entries("attribution", "nothing"):
        return None
    last = noun + 1
    pair = f"{text.low(noun - 1)} {text.low(noun)}"
    name = text.phrase(k, last)
    if text.sentence(k).first == k and not text.mention(k):
        name = name[:1].lower() + name[1:]
    news = "agenc" not in text.low(noun) or text.low(noun - 1) == "news"
    if noun == k and text.low(noun) in entries("attribution", "the_newsroom") and news:
        cited = last_newsroom(text, k, _NEAR)  # the newspaper: the one named before
        return Source(k, last, layer_of_name(text, cited), cited) if cited else None
    if text.low(noun) in entries("attribution", "press") and news:
        return Source(k, last, "cited", name)
    if text.low(noun) in entries("attribution", "official") or pair in entries(
        "attribution", "official"
    ):
        return Source(k, last, "official", name)
    if text.low(noun) in ("sources", "source") and noun > k:
        return Source(k, last, "official", name)
    return None


def last_newsroom(text: Text, i: int, near: int | None = None) -> str | None:
    """The newsroom that was named last before the token, within so many characters; a byline names
    none.
    """
    at = text.start(i)
    before = text.analysis.mentions_in(max(0, at - near) if near else 0, at)
    named = [m for m in before if m.type == "organization" and is_newsroom_name(text, m.name)]
    last = max(named, key=lambda m: m.start) if named else None
    return None if last is None or (near and _is_byline(text, text.first(last))) else last.name


_NEAR = 600  # characters, two or three sentences


def _is_byline(text: Text, i: int) -> bool:
    return text.low(i - 1) == "by" and not text.low(i - 2).endswith("ed")
