"""Puts back the lead above the body where extraction lost it.

The tree (pruned) and the extracted blocks in; the blocks completed out. Nothing is added that is
not visible on the page.
"""

from collections.abc import Sequence

from lxml import html

from baqylau.clean import wordlists
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.clean.visible import VisibleText
from baqylau.text.normal import key

_SHORTEST_LEAD = 35
_LONGEST_LEAD = 1200
_MOST_LEADS = 3
_OPENING = 70
"""Characters (of the key) that two texts share at their beginning when one is the other, cut
off.
"""


def lost_lead(
    seen: Sequence[VisibleText],
    blocks: Sequence[Block],
    descriptions: Sequence[str],
    title: str | None,
    ledger: DecisionLog,
) -> list[Block]:
    """The blocks with the lead before them where the page shows one that extraction left out."""
    if not blocks:
        return list(blocks)
    have = key(" ".join(x.text for x in blocks[:12]))
    first = _first_place(seen, blocks)
    lost: list[Block] = []
    for one in seen:
        if one.at >= first or len(lost) == _MOST_LEADS:
            break
        if (
            not _SHORTEST_LEAD <= len(one.text) <= _LONGEST_LEAD
            or one.key in have
            or (title and one.key in key(title))
            or one.links > 0.5
        ):
            continue
        said = any(_same(one.key, key(x)) for x in descriptions)
        if (
            said
            or (one.node.find(".//h1") is None and len(one.node) <= 3 and _called_lead(one.node))
        ) and not wordlists.pattern("single").search(one.text):
            ledger.added("lost lead" if said else "lost lead by its class", one.text)
            lost.append(Block(Part.PARAGRAPH, one.text))
            have += " " + one.key
    return [*lost, *blocks]


def _first_place(seen: Sequence[VisibleText], blocks: Sequence[Block]) -> int:
    opening = {key(x.text) for x in blocks[:3] if len(x.text) >= 40}
    return next((x.at for x in seen if x.key in opening), 0)


def _same(one: str, other: str) -> bool:
    return one == other or (
        len(one) >= 40
        and len(other) >= 40
        and (one[:_OPENING] == other[:_OPENING] or one.startswith(other) or other.startswith(one))
    )


def _called_lead(node: html.HtmlElement) -> bool:
    for one in (node, node.getparent()):
        names = (
            (
                f"{one.get('class') or ''} {one.get('itemprop') or ''} "
                f"{one.get('data-testid') or ''}"
            ).lower()
            if one is not None
            else ""
        )
        if any(x in names for x in wordlists.words("elements", "leads")) and not any(
            x in names for x in wordlists.words("elements", "not_leads")
        ):
            return True
    return False
