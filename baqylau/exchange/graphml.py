"""A graph as GraphML, which Gephi, Cytoscape and networkx read: weighted edges come in, the lines
of an XML document go out.

The format: http://graphml.graphdrawing.org/specification.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_NOT_XML = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, production 2
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="kind" for="node" attr.name="kind" attr.type="string"/>
<key id="layer" for="edge" attr.name="layer" attr.type="string"/>
<key id="weight" for="edge" attr.name="weight" attr.type="int"/>
<graph edgedefault="directed">
"""


@dataclass(frozen=True, slots=True)
class Node:
    """`kind` is outlet or source."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Edge:
    """From one node to another, by their ids."""

    origin: str
    target: str
    layer: str


def lines(nodes: Mapping[str, Node], edges: Mapping[Edge, int]) -> Iterator[str]:
    """The document. `nodes` are by id, `edges` with their weight. Control characters, which XML
    cannot hold, are left out.
    """
    yield _HEAD
    for node_id, node in nodes.items():
        yield f"<node id={_attribute(node_id)}>{_data('name', node.name)}"
        yield f"{_data('kind', node.kind)}</node>\n"
    for edge, weight in edges.items():
        yield f"<edge source={_attribute(edge.origin)} target={_attribute(edge.target)}>"
        yield f"{_data('layer', edge.layer)}{_data('weight', str(weight))}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _attribute(value: str) -> str:
    return quoteattr(_NOT_XML.sub("", value))


def _data(key: str, value: str) -> str:
    return f'<data key="{key}">{escape(_NOT_XML.sub("", value))}</data>'
