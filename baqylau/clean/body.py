"""The main text by trafilatura: a stripped tree in, blocks out.

First its fast mode; its full cascade (readability, justext, rescue) only where the fast text is doubtful.
"""

import logging
from copy import deepcopy

from lxml import html
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG, Extractor

from baqylau.clean import blocks
from baqylau.clean.blocks import Block

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
"""Its warnings are about pages, and a page's outcome is said in the article record."""


def extract(tree: html.HtmlElement, url: str, *, fast: bool, precision: bool = False) -> list[Block]:
    """The blocks trafilatura takes for the main text; [] where it finds none. The tree is not changed."""
    options = Extractor(config=DEFAULT_CONFIG, output_format="python", fast=fast, precision=precision, comments=False, tables=True, url=url)
    found = bare_extraction(deepcopy(tree), url=url, options=options)
    return blocks.of(found.body) if found is not None else []
