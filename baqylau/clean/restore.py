"""Puts back what extraction left out: paragraphs of the same kind, and between the lines it took
lists, headings, tables, folded answers.

The visible elements and the extracted blocks in, the blocks completed out. Between the lines only
what stands in the element that holds nearly all of the text is looked at, and of that no box of a
kind in which no line was taken: an offer, a biography, a card.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lxml import html

from baqylau.clean import markup
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.clean.markup import TextLine
from baqylau.clean.visible import VisibleText
from baqylau.text.normal import key, one_line

_SURE = 40
"""Characters (of the key) of a line that stands nowhere else by chance, and of an opening or a
close by which a longer one is known.
"""
_SHORT = 20
"""Characters below which a line is in the text only as a line of it: "coal" stands in many a
sentence.
"""
_NEARLY_ALL = 0.85
"""Share of the text that an element must hold to be the article's; some of it may have been put
together from elsewhere.
"""
_FULLER = 1.08
"""How much longer than the text the element must be to hold a lost paragraph."""
_LINKS = 0.5
_PLAIN = frozenset(
    {
        "p",
        "ul",
        "ol",
        "dl",
        "table",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "details",
        "blockquote",
        "pre",
        "li",
        "dt",
        "dd",
    }
)
"""Elements of which texts are made: one of them beside a line of the text belongs to it, whatever
its class.
"""
_NUMBERS = re.compile(r"\d+")
_HEAD = 150
_FEWEST = 4
"""Words of a paragraph at least; shorter ones are labels."""


def complete(
    seen: Sequence[VisibleText], blocks: Sequence[Block], ledger: DecisionLog
) -> list[Block]:
    """The blocks with the lines that were left out between them, each after the line it follows on
    the page.
    """
    home = _home(seen, blocks)
    if home is None or len(one_line(home.text_content())) < _FULLER * sum(
        len(x.text) for x in blocks
    ):
        return list(blocks)
    taken = [key(x.text) for x in blocks]
    lines = [(x, key(x.text)) for x in markup.lines(home)]
    places = list(_places([said for _, said in lines], taken))
    sure = [n for n, (_, said) in enumerate(lines) if places[n] is not None and len(said) >= _SURE]
    if len(sure) < 2:
        return list(blocks)
    boxes = _Boxes(home, [lines[n][0] for n in sure])
    after: dict[int, list[Block]] = {}
    place, waiting = places[sure[0]] or 0, list[Block]()
    for (line, _), at in list(zip(lines, places, strict=True))[sure[0] : sure[-1] + 1]:
        if at is not None:
            after.setdefault(place, []).extend(waiting)
            place, waiting = max(at, place), []
        elif _is_text(line) and boxes.hold(line):
            waiting.append(Block(line.part, line.text))
            ledger.added("between what was taken", line.text)
    return [x for at, block in enumerate(blocks) for x in (block, *after.get(at, ()))]


def _home(seen: Sequence[VisibleText], blocks: Sequence[Block]) -> html.HtmlElement | None:
    """The lowest element that holds nearly all of the text; None where no line of it is seen as it
    stands.
    """
    wanted = {key(x.text) for x in blocks}
    held: dict[html.HtmlElement, int] = {}
    total = 0
    for one in seen:
        if one.key in wanted and len(one.key) >= _SURE:
            wanted.remove(one.key)
            total += len(one.text)
            for above in one.node.iterancestors():
                held[above] = held.get(above, 0) + len(one.text)
    home = None
    for above, size in held.items():
        if size >= _NEARLY_ALL * total and (
            home is None or size < held[home] or home in set(above.iterancestors())
        ):
            home = above
    return home


def _places(said: Sequence[str], taken: Sequence[str]) -> Iterator[int | None]:
    """For each line of the page the block that holds it, or None."""
    exact = {x: at for at, x in reversed(list(enumerate(taken)))}
    whole = " ".join(taken)
    last = 0
    for one in said:
        at = exact.get(one)
        if at is None and _holds(whole, one):
            parts = (one[:_SURE], one[-_SURE:])
            at = next(
                (
                    n
                    for n in (*range(last, len(taken)), *range(last))
                    if any(x in taken[n] for x in parts)
                ),
                last,
            )
        yield at
        last = last if at is None else at


def _holds(whole: str, said: str) -> bool:
    """Whether a text holds a line, perhaps with a mark or the number of a note lost on the way:
    then its opening or its close stands there.
    """
    return (len(said) >= _SHORT and said in whole) or (
        len(said) > 2 * _SURE and (said[:_SURE] in whole or said[-_SURE:] in whole)
    )


class _Boxes:
    """Which parts of the article's element hold its text."""

    def __init__(self, home: html.HtmlElement, sure: Sequence[TextLine]) -> None:
        self._holding = {home}
        for line in sure:
            above: html.HtmlElement | None = line.home
            while above is not None and above not in self._holding:
                self._holding.add(above)
                above = above.getparent()
        self._kinds = {_look(x) for x in self._holding}
        self._known: dict[html.HtmlElement, bool] = {}

    def hold(self, line: TextLine) -> bool:
        """Whether a line stands directly among the text, in a plain element there, or in a box of a
        kind that holds text elsewhere.
        """
        box: html.HtmlElement | None = None
        above: html.HtmlElement | None = line.home
        while above is not None and above not in self._holding:
            box, above = above, above.getparent()
        if box is None:
            return True
        if box not in self._known:
            self._known[box] = self._is_text(box)
        return self._known[box]

    def _is_text(self, box: html.HtmlElement) -> bool:
        if (
            box.tag not in _PLAIN
            and _look(box) not in self._kinds
            and next(box.iter("details"), None) is None
        ):
            return False
        return sum(len(x.text_content()) for x in box.iter("a")) <= _LINKS * len(box.text_content())


def _look(box: html.HtmlElement) -> tuple[str, str | None]:
    """The tag and the class, whose numbers count the boxes of one look."""
    named = box.get("class")
    return box.tag, _NUMBERS.sub("", named) if named else None


def _is_text(line: TextLine) -> bool:
    if line.linked > _LINKS * len(line.text):
        return False
    if line.part is Part.HEAD:
        return len(line.text) <= _HEAD
    return line.part is not Part.PARAGRAPH or len(line.text.split()) >= _FEWEST


def same_kind(
    seen: Sequence[VisibleText], blocks: Sequence[Block], ledger: DecisionLog
) -> list[Block]:
    """The blocks with the paragraphs that were left out though they are of the same classes as
    those taken, wherever they stand below them.
    """
    have = {key(x.text): at for at, x in enumerate(blocks)}
    kinds: Counter[tuple[str, str, str]] = Counter()
    for one in seen:
        if one.key in have and one.node.tag == "p" and len(one.text) >= 60:
            kinds[_kind(one.node)] += 1
    usual = {kind for kind, count in kinds.items() if count >= 3}
    whole = key(" ".join(x.text for x in blocks))
    out = list(blocks)
    place = -1
    added = 0
    for at, one in enumerate(seen):
        if one.key in have:
            place = have[one.key] + added
        elif one.node.tag in _HEADS and _heads_kept(one, seen[at + 1 : at + 2], have):
            out.insert(have[seen[at + 1].key] + added, Block(Part.HEAD, one.text))
            ledger.added("lost head", one.text)
            added += 1
        elif (
            one.node.tag == "p"
            and len(one.text) >= 60
            and place >= 0
            and _kind(one.node) in usual
            and not _holds(whole, one.key)
            and not _links(one.node)
        ):
            place += 1
            out.insert(place, Block(Part.PARAGRAPH, one.text))
            ledger.added("left out of the body", one.text)
            added += 1
    return out


_HEADS = frozenset({"h2", "h3", "h4"})


def _heads_kept(
    one: VisibleText, following: Sequence[VisibleText], have: Mapping[str, int]
) -> bool:
    """Whether a heading stands directly over a paragraph that was kept."""
    return (
        len(one.text) <= _HEAD
        and one.links <= _LINKS
        and any(
            x.key in have and x.node.getparent() is one.node.getparent() and len(x.text) >= 60
            for x in following
        )
    )


def _kind(node: html.HtmlElement) -> tuple[str, str, str]:
    """The classes of a paragraph and of the two elements around it."""
    parent = node.getparent()
    above = parent.getparent()
    return (
        node.get("class") or "",
        f"{parent.tag}.{parent.get('class') or ''}",
        f"{above.tag}.{above.get('class') or ''}" if above is not None else "",
    )


def _links(node: html.HtmlElement) -> bool:
    linked = sum(len(x.text_content()) for x in node.iter("a"))
    return linked > 0.4 * len(node.text_content())
