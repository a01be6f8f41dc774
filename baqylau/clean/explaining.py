"""What cleaning decided about each line of a page: the page and its `CleanResult` come in, the
lines go out in the page's order, each with the decision and its rule.
"""

from collections.abc import Iterator

from baqylau.clean import charset, markup, parsing, tiebacks
from baqylau.clean.blocks import Entry
from baqylau.clean.pipeline import CleanResult
from baqylau.model.page import Page
from baqylau.text.normal import key

_NOT_CHOSEN = "not chosen as main text"


def line_decisions(page: Page, result: CleanResult) -> Iterator[Entry]:
    """First the decisions about the whole page, then each of its lines: kept, dropped by a rule, or
    not chosen; last the lines that were added.
    """
    entries = result.log.entries
    yield from (x for x in entries if x.action == "chose")
    dropped = [(key(x.text), x.rule) for x in entries if x.action == "dropped"]
    added = {key(x.text): x for x in entries if x.action == "added"}
    kept = _article_lines(result)
    tree = parsing.parse(charset.decode(page.body, page.content_type).text).tree
    title = key(result.article.title or "")
    for block in markup.blocks(tree) if tree is not None else ():
        line_key = key(block.text)
        if not line_key:
            continue
        if line_key in added:
            yield added.pop(line_key)
        elif line_key in kept:
            yield Entry("kept", kept.pop(line_key), block.text)
        elif line_key == title:
            yield Entry("chose", "title", block.text)
        else:
            yield Entry(
                "dropped",
                next((rule for gone, rule in dropped if line_key in gone), _NOT_CHOSEN),
                block.text,
            )
    yield from added.values()
    yield from (Entry("kept", rule, text) for text, rule in kept.items())


def _article_lines(result: CleanResult) -> dict[str, str]:
    """The key of each paragraph → "tie-back" where it is one, else ""."""
    text = result.article.text
    marked = {key(x.of(text)) for x in tiebacks.spans(text)}
    return {
        key(line): "tie-back" if key(line) in marked else ""
        for line in text.split("\n")
        if key(line)
    }
