"""Puts back what extraction lost: the lead above the body, and paragraphs of the body's own kind left out of it.

The tree (pruned) and the extracted blocks in; the blocks completed out. Nothing is added that is not visible on the page.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from lxml import html

from baqylau.clean import words
from baqylau.clean.blocks import Block, Ledger, Part
from baqylau.clean.visible import Seen
from baqylau.text.normal import key

_SHORTEST_LEAD = 35
_LONGEST_LEAD = 1200
_MOST_LEADS = 3
_LONGEST_HEAD = 150
_OPENING = 70
"""Characters (of the key) that two texts share at their beginning when one is the other, cut off."""


def lost_lead(seen: Sequence[Seen], blocks: Sequence[Block], descriptions: Sequence[str], title: str | None, ledger: Ledger) -> list[Block]:
    """The blocks with the lead before them where the page shows one that extraction left out."""
    if not blocks:
        return list(blocks)
    have = key(" ".join(x.text for x in blocks[:12]))
    first = _first_place(seen, blocks)
    lost: list[Block] = []
    for one in seen:
        if one.at >= first or len(lost) == _MOST_LEADS:
            break
        if not _SHORTEST_LEAD <= len(one.text) <= _LONGEST_LEAD or one.key in have or (title and one.key in key(title)) or one.links > 0.5:
            continue
        said = any(_same(one.key, key(x)) for x in descriptions)
        if (said or _called_lead(one.node)) and not words.pattern("single").search(one.text):
            ledger.added("lost lead" if said else "lost lead by its class", one.text)
            lost.append(Block(Part.PARAGRAPH, one.text))
            have += " " + one.key
    return [*lost, *blocks]


def _first_place(seen: Sequence[Seen], blocks: Sequence[Block]) -> int:
    opening = {key(x.text) for x in blocks[:3] if len(x.text) >= 40}
    return next((x.at for x in seen if x.key in opening), 0)


def _same(one: str, other: str) -> bool:
    return one == other or (
        len(one) >= 40 and len(other) >= 40 and (one[:_OPENING] == other[:_OPENING] or one.startswith(other) or other.startswith(one))
    )


def _called_lead(node: html.HtmlElement) -> bool:
    for one in (node, node.getparent()):
        names = f"{one.get('class') or ''} {one.get('itemprop') or ''} {one.get('data-testid') or ''}".lower() if one is not None else ""
        if any(x in names for x in words.words("elements", "leads")) and not any(x in names for x in words.words("elements", "not_leads")):
            return True
    return False


def left_out(seen: Sequence[Seen], blocks: Sequence[Block], ledger: Ledger) -> list[Block]:
    """The blocks with the paragraphs that stand in elements of the body's own kind and were left out."""
    have = {key(x.text): at for at, x in enumerate(blocks)}
    homes: Counter[tuple[str, str, str]] = Counter()
    for one in seen:
        if one.key in have and one.node.tag == "p" and len(one.text) >= 60:
            homes[_home(one.node)] += 1
    usual = {home for home, count in homes.items() if count >= 3}
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
            one.node.tag == "p" and len(one.text) >= 60 and place >= 0 and _home(one.node) in usual and one.key not in whole and not _links(one.node)
        ):
            place += 1
            out.insert(place, Block(Part.PARAGRAPH, one.text))
            ledger.added("left out of the body", one.text)
            added += 1
    return out


_HEADS = frozenset({"h2", "h3", "h4"})


def _heads_kept(one: Seen, following: Sequence[Seen], have: Mapping[str, int]) -> bool:
    """Whether a heading stands directly over a paragraph that was kept."""
    return (
        len(one.text) <= _LONGEST_HEAD
        and one.links <= 0.5
        and any(x.key in have and x.node.getparent() is one.node.getparent() and len(x.text) >= 60 for x in following)
    )


def _home(node: html.HtmlElement) -> tuple[str, str, str]:
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
