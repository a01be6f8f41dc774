"""The tokens under which the index holds an article: its texts and its facts come in, tokens go
out. A query looks for the same tokens (`compiling`).

- A word stands in its place as its stem, behind the letter of its language: `r` in Russian.
- The rarer stems of ambiguous words, and every word as printed (`_моста`), have no place.
- A fact is a token with a name of its own: `__kind_quote`, `__said_токаев`, `__said__17` (the
  entity 17), `__money_kzt_d9` (1 to 10 billion tenge). No word of a text holds two underscores.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from baqylau.lang.stems import FIELD_END, chosen, indexed, places
from baqylau.lang.tokens import one_script, printed_words
from baqylau.lang.tokens import words as words_of

GAP = "_"
"""Stands between what belongs apart (two tags, two names), `APART` times between texts."""
APART = 21
"""More than NEAR reaches over."""
_TAGS = {"ru": "r", "kk": "k", "en": "e"}
_OTHER = "o"
LETTERS = (*_TAGS.values(), _OTHER)
_MOST_PRINTED = 20_000  # words as printed of one article that are kept
_LONGEST = 200  # characters of a token made of several words
_LARGEST_DECADE = 15


class FactRow(NamedTuple):
    """A fact as the store keeps it: its type, its person, the rest as in the public contract."""

    type: str
    who: str | None = None
    slots: Mapping[str, Any] = {}


class Figure(NamedTuple):
    """An amount: from `low` to `high`, the same where it is no range; None where it is not said."""

    quantity: str
    currency: str | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class IndexTokens:
    """Tokens in their places: of the title, of the text, of section and tags, and those of facts,
    whose order says only which words of a name stand together."""

    title: tuple[str, ...]
    text: tuple[str, ...]
    more: tuple[str, ...]
    facts: tuple[str, ...]


def letter(language: str | None) -> str:
    """The letter before the stems of articles in this language."""
    return _TAGS.get(language or "", _OTHER)


def of_texts(
    title: str | None, text: str, section: str | None, tags: Sequence[str], language: str | None
) -> tuple[list[str], list[str], list[str], list[str]]:
    """The tokens of title, text, section and tags, and those without a place."""
    rest = [x for x in (section, *tags) if x]
    fields = [title or "", text, *rest]
    code, first = chosen(FIELD_END.join(x for x in fields if x), language), letter(language)
    placed: list[list[str]] = []
    others: dict[str, None] = {}
    for field in fields:
        found, rarer = places(field, code)
        placed.append([first + x for x in found])
        others |= dict.fromkeys(first + x for x in rarer)
    more: list[str] = []
    for found in placed[2:]:
        more += [*([GAP] * APART if more else ()), *found]
    printed = dict.fromkeys("_" + x.lower() for field in fields for x in words_of(field))
    for word in printed_words(title or ""):
        others |= {f"__title_{one_script(word).lower()}": None}
        others |= dict.fromkeys(f"__title__{first}{x}" for x in indexed(word, code))
    return placed[0], placed[1], more, [*others, *list(printed)[:_MOST_PRINTED]]


def of_properties(
    outlet: str,
    language: str | None,
    authors: Iterable[str],
    section: str | None,
    tags: Iterable[str],
) -> Iterator[str]:
    """The tokens of what an outlet says about its article."""
    yield "__all"
    yield f"__outlet_{outlet.lower()}"
    yield f"__lang_{(language or 'none').lower()}"
    for tag in tags:
        if words_of(tag):
            yield of_tag(tag)
    for author in authors:
        yield from _sequence(name_words("author", author))
    yield from _sequence(name_words("section", section or ""))


def of_facts(
    facts: Iterable[FactRow],
    mentions: Iterable[tuple[str, str]],
    entities: Mapping[tuple[str, str], int],
    language: str | None,
) -> Iterator[str]:
    """The tokens of facts and of what is named. `entities` are by the type and the name that they
    have in the article."""
    seen: dict[str, None] = {}
    phrases: dict[tuple[str, ...], None] = {}
    for fact in facts:
        seen[f"__kind_{fact.type}"] = None
        for field, name in _names(fact):
            phrases[name_words(field, name)] = None
            entity = entities.get(("person", name), entities.get(("organization", name)))
            if entity is not None:
                seen[entity_token(field, entity)] = None
        for role in _roles(fact):
            phrases[role_words(role, language)] = None
        seen |= dict.fromkeys(_of_dates(fact))
    for figure in figures(facts):
        seen |= dict.fromkeys(_of_figure(figure))
    for kind, name in mentions:
        phrases[name_words(_MENTIONED.get(kind, kind), name)] = None
        if (kind, name) in entities:
            seen[entity_token("named", entities[kind, name])] = None
    yield from seen
    for phrase in phrases:
        yield from _sequence(phrase)


_MENTIONED = {"person": "person", "organization": "org", "place": "place"}


def name_words(field: str, name: str) -> tuple[str, ...]:
    """The words of a name, each as a token of the field."""
    return tuple(f"__{field}_{x.lower()}" for x in words_of(name))


def role_words(role: str, language: str | None) -> tuple[str, ...]:
    """The words of a position as stems, each as a token."""
    return tuple(f"__role_{letter(language)}{x}" for x in places(role, chosen(role, language))[0])


def entity_token(field: str, entity: int) -> str:
    return f"__{field}__{entity}"


def of_tag(tag: str) -> str:
    """The token of a whole tag, in any case of letters."""
    return ("__tag_" + "_".join(x.lower() for x in words_of(tag)))[:_LONGEST]


def _names(fact: FactRow) -> Iterator[tuple[str, str]]:
    """The names in a fact, each with its field of the query language."""
    if fact.type == "quote" and fact.who:
        yield "said", fact.who
    if fact.type == "appointment" and fact.who and fact.slots.get("action") == "appointed":
        yield "appointed", fact.who
    source = fact.slots.get("source") if fact.type == "attribution" else None
    if source:
        yield "cites", source.get("name") or source.get("text") or ""


def _roles(fact: FactRow) -> Iterator[str]:
    if fact.slots.get("speaker_role"):
        yield str(fact.slots["speaker_role"])
    position = fact.slots.get("position") if fact.type in ("role", "appointment") else None
    if position:
        yield position.get("name") or position.get("text") or ""


# Numbers and days
# --------------------------------------------------------------------------------------------------


def figures(facts: Iterable[FactRow]) -> Iterator[Figure]:
    """The sums of money and the percentages among the facts."""
    for fact in facts:
        quantity = fact.slots.get("quantity")
        if fact.type == "amount" and quantity in ("money", "percent"):
            low, high = fact.slots.get("value"), fact.slots.get("high")
            currency = fact.slots.get("currency")
            yield Figure(quantity, currency, low, low if high is None else high)


def decade(number: float) -> int:
    """The decimal digits before the point, less one: of 1e9 it is 9, of 7 and 0.5 it is 0."""
    return min(len(str(int(abs(number)))) - 1, _LARGEST_DECADE) if number > 0 else 0


def decade_tokens(quantity: str, currency: str | None, first: int, last: int) -> list[str]:
    """The tokens of amounts between these decades, both inclusive."""
    of = quantity if currency is None else f"{quantity}_{currency.lower()}"
    return [f"__{of}_d{n}" for n in range(first, last + 1)]


def highest_decade() -> int:
    return _LARGEST_DECADE


def currency_token(currency: str) -> str:
    return f"__currency_{currency.lower()}"


def _of_figure(figure: Figure) -> Iterator[str]:
    currencies = {None, figure.currency}
    if figure.currency:
        yield currency_token(figure.currency)
    if figure.low is None or figure.high is None:
        return
    ends = sorted((decade(figure.low), decade(figure.high)))
    for currency in sorted(currencies, key=str):
        yield from decade_tokens(figure.quantity, currency, *ends)


def _of_dates(fact: FactRow) -> Iterator[str]:
    """The day, the month and the year that a date lies in; of a longer time what holds it."""
    if fact.type != "date" or not fact.slots.get("from") or not fact.slots.get("to"):
        return
    first, last = (date.fromisoformat(str(fact.slots[x])) for x in ("from", "to"))
    for length in (len("2026"), len("2026-11"), len("2026-11-24")):
        if first.isoformat()[:length] == last.isoformat()[:length]:
            yield date_token(first.isoformat()[:length])


def date_token(written: str) -> str:
    """The token of a day, a month or a year in the form of ISO."""
    return "__date_" + written.replace("-", "")


def _sequence(phrase: Sequence[str]) -> Iterator[str]:
    """A phrase that no other touches."""
    if phrase:
        yield from phrase
        yield GAP
