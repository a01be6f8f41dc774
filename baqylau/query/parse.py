"""Parses a query by recursive descent: a text and the day of today come in, a tree (`ast`) goes
out, or a refusal that points at the character and says what to write.

    query  = group { OR group }                  OR binds less than AND
    group  = item { [AND] item }
    item   = { "-" | NOT } near
    near   = atom [ NEAR/5 atom ]
    atom   = word | "a phrase" | prefix* | =exact | field:value | amount>1e9 | "(" query ")"

Amounts and a currency side by side are bounds of one amount.

>>> from datetime import date
>>> parse("мост -Ишим", date(2026, 11, 24))
And(parts=(Word(word='мост'), Not(part=Word(word='Ишим'))))
"""

import re
from datetime import date

from baqylau.lang.tokens import words
from baqylau.model.fact import TYPES
from baqylau.query import amounts, days, lexer, vocabulary
from baqylau.query.ast import (
    Amount,
    Exact,
    Field,
    InTitle,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Text,
    Word,
    all_of,
    any_of,
    text_of,
)
from baqylau.query.lexer import Token, refuse

MOST = 40
"""Words, phrases and fields of a query; nobody types more, and each costs a stem in three
languages."""
LONGEST = 400
"""Characters of a query; more is a text and no question."""
_DEEPEST = 20  # parentheses in parentheses
_CODE = re.compile(r"[a-z]{2,3}")
_STORY = re.compile(r"[0-9]{1,9}")
_OUTLET = re.compile(r"\w[\w .&-]{0,63}")  # its id, or its name
_TEXTS = ("word", "phrase", "prefix", "exact")
_STARTS = (*_TEXTS, "field", "minus", vocabulary.NOT, "(")
"""Kinds of tokens with which an item begins."""


def parse(query: str, today: date) -> Node | None:
    """The tree of a query; None where it has no word. Raises `QueryError`."""
    if len(query.strip()) > LONGEST:
        refuse("size", query, 0, LONGEST)
    found = lexer.tokens(query)
    if sum(x.kind in (*_TEXTS, "field") for x in found) > MOST:
        refuse("long", query, 0, len(query))
    if not found:
        return None
    _check_capitals(query, found)
    return _Parser(query, found, today).whole()


def _check_capitals(query: str, found: list[Token]) -> None:
    """Refuses НЕ among words in capitals: «МОСТ НЕ ОТКРЫЛИ» may be a headline."""
    longest = max((len(x.value) for x in found if x.kind == "word"), default=0)
    for token in found:
        if token.kind == vocabulary.NOT and longest > 4 and query == query.upper():
            refuse("capitals", query, token.start, token.end)


class _Parser:
    """The tokens of one query, and how far they are read."""

    def __init__(self, query: str, found: list[Token], today: date) -> None:
        self.query = query
        self.tokens = found
        self.today = today
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.alternatives()
        if left := self.peek():
            refuse("bracket" if left.kind == ")" else "operand", self.query, left.start, left.end)
        return node

    def peek(self, ahead: int = 0) -> Token | None:
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def kind(self, ahead: int = 0) -> str:
        token = self.peek(ahead)
        return token.kind if token else ""

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def alternatives(self) -> Node:
        parts = [self.group()]
        while self.kind() == vocabulary.OR:
            self.take()
            parts.append(self.group())
        return any_of(parts)

    def group(self) -> Node:
        parts = [self.bound_or_item()]
        while True:
            if self.kind() == vocabulary.AND and self.kind(1) in _STARTS:
                self.take()
            elif self.kind() not in _STARTS and not self.is_conjunction_as_word():
                return all_of(amounts.joined(parts))
            parts.append(self.bound_or_item())

    def bound_or_item(self) -> tuple[Node, bool]:
        """An item, and whether it is a bound that is to be joined with others."""
        is_field = self.kind() == "field"
        node = self.item()
        return node, is_field and isinstance(node, Amount)

    def is_conjunction_as_word(self) -> bool:
        """«И» and «ЖӘНЕ» with nothing to join are words like any other; AND is missing a part."""
        token = self.peek()
        return token is not None and token.kind == vocabulary.AND and not token.value.isascii()

    def item(self) -> Node:
        token = self.peek()
        if token is not None and token.kind in ("minus", vocabulary.NOT):
            self.take()
            if self.kind() not in _STARTS:
                refuse("operand", self.query, token.start, token.end)
            self.deeper(token)
            part = self.item() if self.kind() in ("minus", vocabulary.NOT) else self.atom()
            self.depth -= 1
            self.refuse_near()
            return Not(part)
        left = self.atom()
        if self.kind() != "near":
            return left
        near = self.take()
        right = self.atom() if self.kind() in _TEXTS else None
        if not (isinstance(left, Word | Phrase) and isinstance(right, Word | Phrase)):
            refuse("near", self.query, near.start, near.end)
        self.refuse_near()
        return Near(left, right, int(near.value))

    def refuse_near(self) -> None:
        token = self.peek()
        if token is not None and token.kind == "near":
            refuse("near", self.query, token.start, token.end)

    def deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            refuse("deep", self.query, token.start, token.end)

    def atom(self) -> Node:
        token = self.peek()
        if token is None:
            last = self.tokens[-1]
            reason = "bracket" if last.kind == "(" else "operand"
            refuse(reason, self.query, last.start, last.end)
        if self.is_conjunction_as_word():
            return text_of(words(self.take().value))
        if token.kind == "(":
            return self.parenthesis()
        if token.kind == "field":
            return self.field()
        if token.kind not in _TEXTS:
            reason = "bracket" if token.kind == ")" else "operand"
            refuse(reason, self.query, token.start, token.end)
        return self.text()

    def parenthesis(self) -> Node:
        opened = self.take()
        self.deeper(opened)
        if self.kind() in ("", ")"):
            refuse("bracket", self.query, opened.start, opened.end)
        node = self.alternatives()
        if self.kind() != ")":
            left = self.peek()
            reason = "operand" if left else "bracket"
            refuse(reason, self.query, (left or opened).start, (left or opened).end)
        self.take()
        self.depth -= 1
        return node

    def text(self) -> Text:
        token = self.take()
        if token.kind == "prefix":
            return Prefix(words(token.value)[0])
        if token.kind == "exact":
            return Exact(tuple(words(token.value)))
        return text_of(words(token.value))

    def field(self) -> Node:
        field, value = self.take(), self.peek()
        name = field.value
        if value is None or value.start != field.end or value.kind in ("minus", "(", ")", "field"):
            example = lexer.example_of(name)
            refuse("value", self.query, field.start, field.end, example=example)
        if name in (*vocabulary.NUMBERS, "currency"):
            return self.amount(field)
        if name == "title":
            if value.kind not in _TEXTS:
                refuse("value", self.query, value.start, value.end, example=lexer.example_of(name))
            return InTitle(self.text())
        self.take()
        written = " ".join(value.value.split())
        exact = value.kind == "exact" and name in vocabulary.ENTITIES
        is_value = exact or value.kind in ("word", "phrase")
        found = _value(name, written, self.today) if is_value else None
        if found is None:
            refuse("value", self.query, value.start, value.end, example=lexer.example_of(name))
        return Field(name, found, value.start, exact)

    def amount(self, field: Token) -> Node:
        value = self.take()
        sign = amounts.sign_of(self.query[field.start : field.end])
        is_value = value.kind in ("word", "phrase")
        written, behind = value.value, self.peek()
        is_number = value.kind == "word" and written[-1:].isdigit()
        if is_number and behind and behind.kind == "word" and amounts.is_scale(behind.value):
            written += self.take().value  # amount>1,5 млрд
        found = amounts.read(field.value, sign, written) if is_value else None
        if found is None:
            example = lexer.example_of(field.value)
            refuse("value", self.query, value.start, value.end, example=example)
        return found


def _value(name: str, written: str, today: date) -> str | None:
    """The value of a field as the tree holds it; None where it is none of this field."""
    low = written.casefold()
    match name:
        case "since" | "until":
            day = days.read(written, today, name == "until")
            return day.isoformat() if day else None
        case "story":
            return str(int(low)) if _STORY.fullmatch(low) else None
        case "date":
            return days.period(written, today)
        case "lang" | "country":
            return low if _CODE.fullmatch(low) else None
        case "outlet":
            return low if _OUTLET.fullmatch(low) else None
        case "kind":
            return low if low in {x.type for x in TYPES} else None
        case _:
            return written
