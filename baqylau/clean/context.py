"""One page with what every step of cleaning needs of it; `pipeline` makes it, its steps read it."""

from dataclasses import dataclass

from lxml import html

from baqylau.clean.attributes import Attributes
from baqylau.clean.blocks import DecisionLog
from baqylau.clean.options import CleanOptions
from baqylau.clean.structured_data import StructuredData
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page


@dataclass(frozen=True, slots=True)
class PageContext:
    """One page. `attributes` are those of the tree before anything is removed from it, `sites` the
    keys of the outlet's names.
    """

    page: Page
    outlet: Outlet | None
    options: CleanOptions
    log: DecisionLog
    tree: html.HtmlElement
    attributes: Attributes
    structured: StructuredData
    sites: frozenset[str]
