"""The one spelling of a query: a tree comes in, a text that parses to the same tree goes out.

>>> from baqylau.query.ast import And, Not, Word
>>> canonical(And((Word("мост"), Not(Word("Ишим")))))
'мост -Ишим'
"""

from decimal import Decimal

from baqylau.query import vocabulary
from baqylau.query.ast import (
    Amount,
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
)

_PAIRS = (('"', '"“”„‟'), ("«", "»"), ("‹", "›"))
"""Opening marks, and the characters that would close them."""


def canonical(node: Node) -> str:
    """The query as text: a space for AND, `OR`, a minus, parentheses where AND and OR meet."""
    match node:
        case And(parts):
            # the bounds of two amounts side by side would be those of one
            amounts = [x.quantity for x in parts if isinstance(x, Amount)]
            apart = Amount if len(amounts) > len(set(amounts)) else Or
            return " ".join(_grouped(x, Or, apart) for x in parts)
        case Or(parts):
            return " OR ".join(_grouped(x, And) for x in parts)
        case Not(part):
            return "-" + _negated(part)
        case Near(left, right, between):
            return f"{canonical(left)} NEAR/{between} {canonical(right)}"
        case InTitle(term):
            return f"title:{canonical(term)}"
        case Field(name, value, exact=exact):
            return f"{name}:{'=' * exact}{_value(value)}"
        case Amount():
            return " ".join(_pieces(node))
        case _:
            return _text(node)


def _text(term: Word | Phrase | Prefix | Exact) -> str:
    match term:
        case Word(word):
            return f'"{word}"' if word in vocabulary.operators() else word
        case Phrase(words):
            return f'"{" ".join(words)}"'
        case Prefix(letters):
            return f"{letters}*"
        case Exact(words):
            return f"={words[0]}" if len(words) == 1 else f'="{" ".join(words)}"'


def _pieces(amount: Amount) -> list[str]:
    name = {"money": "amount"}.get(amount.quantity, amount.quantity)
    signs = [(":" if x.operator == "=" else x.operator, x.number) for x in amount.bounds]
    bounds = [f"{name}{sign}{_number(number)}" for sign, number in signs]
    return [*bounds, *([f"currency:{amount.currency}"] if amount.currency else ())]


def _number(number: float) -> str:
    written = format(Decimal(repr(number)).normalize(), "f")
    zeros = len(written) - len(written.rstrip("0")) if "." not in written else 0
    return f"{written[:-zeros]}e{zeros}" if zeros > 4 else written


def _grouped(node: Node, *kinds: type[Node]) -> str:
    return f"({canonical(node)})" if isinstance(node, kinds) else canonical(node)


def _negated(part: Node) -> str:
    match part:
        case Word(word) if word[0].isdigit():
            return f'"{word}"'
        case Word() | Phrase() | Exact() | InTitle() | Field():
            return canonical(part)
        case Amount() if len(_pieces(part)) == 1:
            return canonical(part)
        case _:
            return f"({canonical(part)})"


def _value(value: str) -> str:
    if all(x.isalnum() or x in "-_." for x in value) and value[0].isalnum():
        return value
    left, right = next(x for x in _PAIRS if not set(x[1]) & set(value))
    return f"{left}{value}{right[0]}"
