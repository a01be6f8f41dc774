"""Citations as rows: the edges of an article come in; its rows, in place of those of an earlier
reading, go out.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert

from baqylau.analysis.citations import SELF, Citation
from baqylau.analysis.outlet_names import OutletNames
from baqylau.store.tables import citations
from baqylau.store.tables.citation import LONGEST_TARGET

_CLEAR = delete(citations).where(citations.c.article == bindparam("the_article"))


def replace(
    connection: Connection,
    article_id: int,
    brand: str,
    names: OutletNames,
    version: str,
    edges: Sequence[Citation],
) -> None:
    """Afterwards the article's rows are exactly these edges. `brand` is that of its outlet."""
    connection.execute(_CLEAR, {"the_article": article_id})
    rows = {
        (x.start, origin): {
            "article": article_id,
            "start": x.start,
            "end": x.end,
            "origin": origin,
            "target": x.target[:LONGEST_TARGET],
            "is_outlet": names.knows(x.target),
            "layer": x.layer,
            "version": version,
        }
        for x in reversed(edges)
        for origin in [brand if x.origin == SELF else x.origin]
    }
    if rows:
        connection.execute(insert(citations), list(rows.values()))
