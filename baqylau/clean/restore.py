"""Restores what extraction left out: paragraphs of the same kind as the extracted ones, and between
the extracted lines lists, headings, tables, collapsed answers.

The visible texts and the extracted blocks come in, the completed blocks go out. Lines between
extracted ones are restored only inside the element that holds nearly all of the text, and there not
from boxes of a kind from which no line was extracted: an offer, a biography, a card.
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

_CERTAIN = 40
"""A line whose key has so many characters does not occur twice by chance. A longer line is
recognised by so many characters at its beginning or end.
"""
_MIN_SUBSTRING = 20
"""A shorter line counts as part of the text only where it is a whole line of it: "coal" occurs in
many sentences.
"""
_NEARLY_ALL = 0.85
"""The container of the article holds this share of the text or more; some of the text may come from
elsewhere.
"""
_MIN_SURPLUS = 1.08
"""The container must be longer than the text by this factor to hold a lost paragraph."""
_MAX_LINK_SHARE = 0.5
_TEXT_TAGS = frozenset(
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
        "center",
        "pre",
        "li",
        "dt",
        "dd",
    }
)
"""Elements of which texts are made: beside a line of the text, such an element belongs to the text,
whatever its class.
"""
_NUMBERS = re.compile(r"\d+")
_MAX_HEADING = 150
_MIN_WORDS = 4
"""A paragraph with fewer words is a label."""


def complete(
    visible_texts: Sequence[VisibleText], blocks: Sequence[Block], log: DecisionLog
) -> list[Block]:
    """The blocks with the lines left out between them; each is inserted after the line that it
    follows on the page.
    """
    container = _container(visible_texts, blocks)
    if container is None or len(one_line(container.text_content())) < _MIN_SURPLUS * sum(
        len(x.text) for x in blocks
    ):
        return list(blocks)
    block_keys = [key(x.text) for x in blocks]
    lines = [(x, key(x.text)) for x in markup.lines(container)]
    positions = list(_positions([line_key for _, line_key in lines], block_keys))
    sure = [
        n
        for n, (_, line_key) in enumerate(lines)
        if positions[n] is not None and len(line_key) >= _CERTAIN
    ]
    if len(sure) < 2:
        return list(blocks)
    boxes = _TextBoxes(container, [lines[n][0] for n in sure])
    after: dict[int, list[Block]] = {}
    position, pending = positions[sure[0]] or 0, list[Block]()
    for (line, _), at in list(zip(lines, positions, strict=True))[sure[0] : sure[-1] + 1]:
        if at is not None:
            after.setdefault(position, []).extend(pending)
            position, pending = max(at, position), []
        elif _is_text(line) and boxes.hold(line):
            pending.append(Block(line.part, line.text))
            log.added("between extracted lines", line.text)
    return [x for at, block in enumerate(blocks) for x in (block, *after.get(at, ()))]


def _container(
    visible_texts: Sequence[VisibleText], blocks: Sequence[Block]
) -> html.HtmlElement | None:
    """The innermost element that holds nearly all of the text; None where no line of the text is
    visible on the page unchanged.
    """
    wanted = {key(x.text) for x in blocks}
    text_lengths: dict[html.HtmlElement, int] = {}
    total = 0
    for one in visible_texts:
        if one.key in wanted and len(one.key) >= _CERTAIN:
            wanted.remove(one.key)
            total += len(one.text)
            for above in one.node.iterancestors():
                text_lengths[above] = text_lengths.get(above, 0) + len(one.text)
    container = None
    for above, size in text_lengths.items():
        if size >= _NEARLY_ALL * total and (
            container is None
            or size < text_lengths[container]
            or container in set(above.iterancestors())
        ):
            container = above
    return container


def _positions(line_keys: Sequence[str], block_keys: Sequence[str]) -> Iterator[int | None]:
    """For each line of the page the index of the block that holds it, or None."""
    exact = {x: at for at, x in reversed(list(enumerate(block_keys)))}
    whole_text = " ".join(block_keys)
    last = 0
    for one in line_keys:
        at = exact.get(one)
        if at is None and _contains(whole_text, one):
            parts = (one[:_CERTAIN], one[-_CERTAIN:])
            at = next(
                (
                    n
                    for n in (*range(last, len(block_keys)), *range(last))
                    if any(x in block_keys[n] for x in parts)
                ),
                last,
            )
        yield at
        last = last if at is None else at


def _contains(whole_text: str, line_key: str) -> bool:
    """Whether a text contains a line. Where extraction lost a mark or the number of a note, the
    line's beginning or end is enough.
    """
    return (len(line_key) >= _MIN_SUBSTRING and line_key in whole_text) or (
        len(line_key) > 2 * _CERTAIN
        and (line_key[:_CERTAIN] in whole_text or line_key[-_CERTAIN:] in whole_text)
    )


class _TextBoxes:
    """Which parts of the article's element hold its text."""

    def __init__(self, container: html.HtmlElement, sure: Sequence[TextLine]) -> None:
        self._holding = {container}
        for line in sure:
            above: html.HtmlElement | None = line.container
            while above is not None and above not in self._holding:
                self._holding.add(above)
                above = above.getparent()
        self._kinds = {_box_kind(x) for x in self._holding}
        self._known: dict[html.HtmlElement, bool] = {}

    def hold(self, line: TextLine) -> bool:
        """Whether a line belongs to the text: it stands directly among the text, in one of
        `_TEXT_TAGS` there, or in a box of a kind that holds text elsewhere.
        """
        box: html.HtmlElement | None = None
        above: html.HtmlElement | None = line.container
        while above is not None and above not in self._holding:
            box, above = above, above.getparent()
        if box is None:
            return True
        if box not in self._known:
            self._known[box] = self._is_text(box)
        return self._known[box]

    def _is_text(self, box: html.HtmlElement) -> bool:
        if (
            box.tag not in _TEXT_TAGS
            and _box_kind(box) not in self._kinds
            and next(box.iter("details"), None) is None
        ):
            return False
        return sum(len(x.text_content()) for x in box.iter("a")) <= _MAX_LINK_SHARE * len(
            box.text_content()
        )


def _box_kind(box: html.HtmlElement) -> tuple[str, str | None]:
    """The tag and the class without numbers: outlets number boxes of one kind in the class."""
    named = box.get("class")
    return box.tag, _NUMBERS.sub("", named) if named else None


def _is_text(line: TextLine) -> bool:
    if line.linked > _MAX_LINK_SHARE * len(line.text):
        return False
    if line.part is Part.HEAD:
        return len(line.text) <= _MAX_HEADING
    return line.part is not Part.PARAGRAPH or len(line.text.split()) >= _MIN_WORDS


def same_kind(
    visible_texts: Sequence[VisibleText], blocks: Sequence[Block], log: DecisionLog
) -> list[Block]:
    """The blocks with the paragraphs that were left out although they have the same classes as the
    extracted ones and stand below the first of them.
    """
    block_at = {key(x.text): at for at, x in enumerate(blocks)}
    kinds: Counter[tuple[str, str, str]] = Counter()
    for one in visible_texts:
        if one.key in block_at and one.node.tag == "p" and len(one.text) >= 60:
            kinds[_kind(one.node)] += 1
    usual = {kind for kind, count in kinds.items() if count >= 3}
    whole_text = key(" ".join(x.text for x in blocks))
    out = list(blocks)
    position = -1
    added = 0
    for at, one in enumerate(visible_texts):
        if one.key in block_at:
            position = block_at[one.key] + added
        elif one.node.tag in _HEADING_TAGS and _is_heading_of_kept(
            one, visible_texts[at + 1 : at + 2], block_at
        ):
            out.insert(block_at[visible_texts[at + 1].key] + added, Block(Part.HEAD, one.text))
            log.added("lost heading", one.text)
            added += 1
        elif (
            one.node.tag == "p"
            and len(one.text) >= 60
            and position >= 0
            and _kind(one.node) in usual
            and not _contains(whole_text, one.key)
            and not _is_mostly_links(one.node)
        ):
            position += 1
            out.insert(position, Block(Part.PARAGRAPH, one.text))
            log.added("a paragraph of the same kind", one.text)
            added += 1
    return out


_HEADING_TAGS = frozenset({"h2", "h3", "h4"})


def _is_heading_of_kept(
    one: VisibleText, following: Sequence[VisibleText], block_at: Mapping[str, int]
) -> bool:
    """Whether a heading stands directly over a paragraph that was kept."""
    return (
        len(one.text) <= _MAX_HEADING
        and one.links <= _MAX_LINK_SHARE
        and any(
            x.key in block_at and x.node.getparent() is one.node.getparent() and len(x.text) >= 60
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


def _is_mostly_links(node: html.HtmlElement) -> bool:
    linked = sum(len(x.text_content()) for x in node.iter("a"))
    return linked > 0.4 * len(node.text_content())
