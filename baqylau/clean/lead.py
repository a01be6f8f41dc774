"""Restores the lead paragraph above the body where extraction lost it.

The visible texts of the pruned tree and the extracted blocks come in; the blocks with the lead go
out. Nothing is added that is not visible on the page.
"""

from collections.abc import Sequence

from lxml import html

from baqylau.clean import wordlists
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.clean.visible import VisibleText
from baqylau.text.normal import key

_MIN_LEAD = 35
_MAX_LEAD = 1200
_MAX_LEADS = 3
_OPENING = 70
"""Two texts whose keys share so many first characters are one text, perhaps cut off."""


def lost_lead(
    visible_texts: Sequence[VisibleText],
    blocks: Sequence[Block],
    descriptions: Sequence[str],
    title: str | None,
    log: DecisionLog,
) -> list[Block]:
    """The blocks with the lead before them where the page shows one that extraction left out."""
    if not blocks:
        return list(blocks)
    known_text = key(" ".join(x.text for x in blocks[:12]))
    first = _first_position(visible_texts, blocks)
    lost: list[Block] = []
    for one in visible_texts:
        if one.at >= first or len(lost) == _MAX_LEADS:
            break
        if (
            not _MIN_LEAD <= len(one.text) <= _MAX_LEAD
            or one.key in known_text
            or (title and one.key in key(title))
            or one.links > 0.5
        ):
            continue
        declared = any(_same_text(one.key, key(x)) for x in descriptions)
        if (
            declared
            or (one.node.find(".//h1") is None and len(one.node) <= 3 and _is_named_lead(one.node))
        ) and not wordlists.pattern("single").search(one.text):
            log.added("lost lead" if declared else "lost lead by its class", one.text)
            lost.append(Block(Part.PARAGRAPH, one.text))
            known_text += " " + one.key
    return [*lost, *blocks]


def _first_position(visible_texts: Sequence[VisibleText], blocks: Sequence[Block]) -> int:
    opening = {key(x.text) for x in blocks[:3] if len(x.text) >= 40}
    return next((x.at for x in visible_texts if x.key in opening), 0)


def _same_text(one: str, other: str) -> bool:
    return one == other or (
        len(one) >= 40
        and len(other) >= 40
        and (one[:_OPENING] == other[:_OPENING] or one.startswith(other) or other.startswith(one))
    )


def _is_named_lead(node: html.HtmlElement) -> bool:
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
