"""The citations of `baqylau export citations`: a filter comes in; edges, and the graph of them, go
out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from baqylau.exchange import graphml

if TYPE_CHECKING:
    from baqylau.store.queries.filter import Filter


def citation_rows(engine: Any, chosen: "Filter") -> Iterator[dict[str, Any]]:
    """Every citation in the articles of the filter's outlet and days, the newest first."""
    from baqylau import registry, settings
    from baqylau.model.brand import brand_of
    from baqylau.store.queries import citations

    known = registry.load(settings.load().outlets)
    editions = None if chosen.outlet is None else [chosen.outlet]
    return citations.edges(
        engine, editions, chosen.since, chosen.until, lambda x: brand_of(x, known)
    )


def graph_of(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Outlets and sources as nodes; an edge's weight is the number of articles with it."""
    nodes: dict[str, graphml.Node] = {}
    edges: Counter[graphml.Edge] = Counter()
    for row in rows:
        origin, target = f"outlet:{row['from']}", row["to"]
        kind = "outlet" if row["to_outlet"] else "source"
        nodes.setdefault(origin, graphml.Node(row["from"], "outlet"))
        nodes.setdefault(f"{kind}:{target}", graphml.Node(target, kind))
        edges[graphml.Edge(origin, f"{kind}:{target}", row["layer"])] += 1
    return graphml.lines(nodes, edges)
