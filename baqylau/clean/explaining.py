"""What became of each line a page shows: the page and its reading in, lines in the page's order
with their fate and rule out.
"""

from collections.abc import Iterator

from baqylau.clean import charset, markup, parsing, tiebacks
from baqylau.clean.blocks import Entry
from baqylau.clean.pipeline import CleanResult
from baqylau.model.page import Page
from baqylau.text.normal import key

_NOBODY = "not chosen as main text"


def fates(page: Page, reading: CleanResult) -> Iterator[Entry]:
    """First what was decided about the whole, then each line of the page: kept, dropped by a rule,
    or not chosen; then lines added.
    """
    entries = reading.ledger.entries
    yield from (x for x in entries if x.action == "chose")
    dropped = [(key(x.text), x.rule) for x in entries if x.action == "dropped"]
    added = {key(x.text): x for x in entries if x.action == "added"}
    kept = _kept(reading)
    tree = parsing.parse(charset.decode(page.body, page.content_type).text).tree
    title = key(reading.article.title or "")
    for block in markup.blocks(tree) if tree is not None else ():
        said = key(block.text)
        if not said:
            continue
        if said in added:
            yield added.pop(said)
        elif said in kept:
            yield Entry("kept", kept.pop(said), block.text)
        elif said == title:
            yield Entry("chose", "title", block.text)
        else:
            yield Entry(
                "dropped",
                next((rule for gone, rule in dropped if said in gone), _NOBODY),
                block.text,
            )
    yield from added.values()
    yield from (Entry("kept", rule, text) for text, rule in kept.items())


def _kept(reading: CleanResult) -> dict[str, str]:
    """Keys of the article's paragraphs, each with "tie-back" where it is one."""
    text = reading.article.text
    marked = {key(x.of(text)) for x in tiebacks.spans(text)}
    return {
        key(line): "tie-back" if key(line) in marked else ""
        for line in text.split("\n")
        if key(line)
    }
