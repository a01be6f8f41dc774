"""Compiles a query to SQL: a tree (`baqylau.query.ast`) comes in, a condition on articles goes out.

Some things SQL cannot say exactly, since the index keeps stems and no printed words: `=exact`,
`prefix*`, NEAR within one field, words of the title, parts of names. Where a query holds one of
them (`is_rough`), the condition lets more articles through than match, and never fewer; `match`
then decides for each. Under a `Not` that means a condition that lets fewer through (`narrow`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    cast,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)

from baqylau.lang.stems import LANGUAGES
from baqylau.query import days
from baqylau.query.ast import (
    And,
    Exact,
    Field,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    all_of,
    any_of,
    inside,
)
from baqylau.query.names import spellings
from baqylau.query.stemming import bare, is_boundary, phrases, root
from baqylau.store.dialect import search_index, search_pattern
from baqylau.store.dialect.search_pattern import Beginning, Nearby, OneOf, Pattern, Without
from baqylau.store.queries.filter import has_name, has_tag
from baqylau.store.tables import articles, facts, mentions

_MENTIONS = {"mentions": None, "org": "organization", "place": "place"}


def is_rough(node: Node) -> bool:
    """Whether `condition` lets articles through that do not match, so that each is to be tried."""
    return any(map(_is_rough, inside(node)))


def _is_rough(node: Node) -> bool:
    match node:
        case Word() | Phrase():
            return is_boundary(node)
        case Prefix() | Near() | Exact() | InTitle():
            return True
        case Field(name, value):  # LIKE knows the case of Latin letters on PostgreSQL only
            latin = any(x.isascii() and x.isalpha() for x in value)
            partial = name in ("said-by", *_MENTIONS)
            return name in ("author", "section") or (partial and latin)
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles for one connection. `languages` are those of the articles asked for, None for any;
    `countries` are the outlets' by their ids.
    """

    connection: Connection
    language: str | None
    countries: Mapping[str, str]

    def condition(self, node: Node, narrow: bool = False) -> ColumnElement[bool]:
        """The condition that an article matches; where it cannot be exact it is wider, or
        narrower."""
        if _is_text(node, narrow):
            return self._indexed(node)
        match node:
            case And(parts):
                return and_(*(self.condition(x, narrow) for x in _joined(parts, narrow)))
            case Or(parts):
                texts = [x for x in parts if _is_text(x, narrow)]
                others = [x for x in parts if not _is_text(x, narrow)]
                whole = [any_of(texts), *others] if texts else others
                return or_(*(self.condition(x, narrow) for x in whole))
            case Not(part):
                return not_(self.condition(part, not narrow))
            case Field():
                return false() if narrow and _is_rough(node) else self._field(node)
            case InTitle(term) if not narrow:
                return self._indexed(term)
            case _:
                return false()

    def _indexed(self, node: Node) -> ColumnElement[bool]:
        codes: tuple[str | None, ...] = LANGUAGES
        if self.language in LANGUAGES:
            codes = (self.language,)
        elif any(isinstance(x, And | Near) for x in inside(node)):
            codes = (*LANGUAGES, None)  # each word of an article in Uzbek may match in another
        patterns = {x: _pattern(node, LANGUAGES if x is None else (x,)) for x in codes}
        return search_index.matches(self.connection, patterns)

    def _field(self, node: Field) -> ColumnElement[bool]:
        value = node.value
        match node.name:
            case "outlet":
                return articles.c.outlet == value
            case "country":
                return articles.c.outlet.in_([x for x, y in self.countries.items() if y == value])
            case "lang":
                return func.coalesce(articles.c.language, "") == value
            case "since":
                return articles.c.listed >= days.begins(value)
            case "until":
                return articles.c.listed < days.ends(value)
            case "tag":
                return or_(*(has_tag(x) for x in sorted(spellings(value))))
            case "author":
                return _has_author(value)
            case "section":
                return has_name(func.coalesce(articles.c.section, ""), value)
            case "kind":
                return _exists(facts, facts.c.type == value)
            case "said-by":
                return _exists(facts, facts.c.type == "quote", has_name(facts.c.who, value))
            case name:
                kind = _MENTIONS[name]
                of_kind = () if kind is None else (mentions.c.type == kind,)
                return _exists(mentions, *of_kind, has_name(mentions.c.name, value))


def _exists(rows: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(rows.c.id).where(rows.c.article == articles.c.id, *conditions))


def _has_author(part: str) -> ColumnElement[bool]:
    """Whether the list of authors, as the JSON text that we wrote, holds the part of a name."""
    stored = cast(articles.c.authors, Text)
    written = [json.dumps(x)[1:-1] for x in sorted(spellings(part))]
    return or_(*(func.replace(stored, x, "") != stored for x in written))


def _joined(parts: Sequence[Node], narrow: bool) -> list[Node]:
    """The parts of an AND, all that the index can answer together as one."""
    texts = [x for x in parts if _is_text(x, narrow)]
    without = [x for x in parts if isinstance(x, Not) and _is_text(x.part, not narrow)]
    if not texts:
        return list(parts)
    together = [*texts, *without]
    return [all_of(together), *(x for x in parts if x not in together)]


def _is_text(node: Node, narrow: bool) -> bool:
    """Whether one question to the index answers the node."""
    match node:
        case Word() | Phrase() | Prefix() | Exact() | Near():
            return not (narrow and _is_rough(node))
        case And(parts):
            wanted = [x for x in parts if not isinstance(x, Not)]
            unwanted = [x.part for x in parts if isinstance(x, Not)]
            return (
                bool(wanted)
                and all(_is_text(x, narrow) for x in wanted)
                and all(_is_text(x, not narrow) for x in unwanted)
            )
        case Or(parts):
            return all(_is_text(x, narrow) for x in parts)
        case _:
            return False


def _pattern(node: Node, languages: Sequence[str]) -> Pattern:
    match node:
        case Prefix():
            forms = OneOf((*phrases(node, languages), *((x,) for x in bare(node))))
            return search_pattern.any_of([Beginning(root(node)), forms])
        case Word() | Phrase() | Exact():
            return OneOf(tuple(phrases(node, languages)))
        case Near(left, right, between):
            sides = [tuple(phrases(x, languages)) for x in (left, right)]
            return Nearby(sides[0], sides[1], between)
        case Or(parts):
            return search_pattern.any_of([_pattern(x, languages) for x in parts])
        case And(parts):
            wanted = [_pattern(x, languages) for x in parts if not isinstance(x, Not)]
            unwanted = [_pattern(x.part, languages) for x in parts if isinstance(x, Not)]
            whole = search_pattern.all_of(wanted)
            return Without(whole, search_pattern.any_of(unwanted)) if unwanted else whole
        case _:
            raise ValueError(f"the index cannot answer {node}")
