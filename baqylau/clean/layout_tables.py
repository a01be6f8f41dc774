"""Tells tables that lay out a page from tables of figures: a tree comes in, and the former become
`div`s in place.
"""

from lxml import html

_CELL_PARAGRAPH = 100
"""A table with a paragraph of so many characters in a cell lays out the page; it is not a table of
figures.
"""


def replace(tree: html.HtmlElement) -> None:
    """Turns tables that lay out the page into `div`s. Tables of figures stay."""
    for table in list(tree.iter("table")):
        if _lays_out(table):
            for part in (
                table,
                *table.iterchildren("tbody", "tr"),
                *table.iterfind("tbody/tr"),
                *table.iterfind("tbody/tr/td"),
                *table.iterfind("tr/td"),
            ):
                part.tag = "div"


def _lays_out(table: html.HtmlElement) -> bool:
    """Whether a table holds a table, a paragraph of prose in a cell, several lines of prose parted
    by line breaks, or rows of prose in a single column.
    """
    if next(table.iterdescendants("table"), None) is not None or any(
        len((x.text_content() or "").strip()) >= _CELL_PARAGRAPH for x in table.iterfind(".//td//p")
    ):
        return True
    rows = list(table.iter("tr"))
    for row in rows:
        for cell in row.iterchildren("td"):
            lines = (cell.text, *(x.tail for x in cell.iterchildren("br")))
            long = sum(len((x or "").strip()) >= _CELL_PARAGRAPH for x in lines)
            if long > 1 or (long and len(rows) > 1 and all(len(x) == 1 for x in rows)):
                return True
    return False
