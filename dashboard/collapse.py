"""Reprints in a list: rows of articles come in; one row for each text goes out, with the number of
the others.
"""

from collections.abc import Sequence

from baqylau.store.queries.articles import ArticleRow


def collapsed(lines: Sequence[ArticleRow]) -> tuple[list[ArticleRow], dict[int, int]]:
    """One row for each text, in the given order: that of the article which the others repeat, where
    it is among them, else the first. The numbers of those left out are by the id of the row that
    stands for them.
    """
    here = {x.id for x in lines}
    stands: dict[int, int] = {}
    for line in lines:
        root = line.reprint_of or line.id
        stands.setdefault(root, root if root in here else line.id)
    more: dict[int, int] = {}
    for line in lines:
        kept = stands[line.reprint_of or line.id]
        if kept != line.id:
            more[kept] = more.get(kept, 0) + 1
    return [x for x in lines if stands[x.reprint_of or x.id] == x.id], more
