"""Pages of a site's own business: checks for robots, logins and other forms, goods, forums, front
pages, sections that a removed article leads to. What was read from the page comes in, a decision
with its reason goes out; None where the page may be an article.
"""

from collections.abc import Sequence, Set

from lxml import html

from baqylau.clean import canonical, wordlists
from baqylau.clean.blocks import Block
from baqylau.clean.kinds import (
    LISTING_LD,
    MAX_ERROR_PAGE,
    MIN_TEASERS,
    Decision,
    declares_article,
)
from baqylau.clean.page_signs import PageSigns
from baqylau.clean.structured_data import StructuredData
from baqylau.model.article import Kind
from baqylau.model.hosts import parts_of
from baqylau.text.normal import one_line

_MAX_FORM_TEXT = 3000
"""Characters of text beside a contact form; offices print their addresses and rules there."""
_MAX_FRONT_TEXT = 2000
"""A site's first page with more text and without headlines is its only page."""
_CHALLENGE_TAGS = ("h1", "h2", "h3", "p", "div", "span", "label", "noscript", "li", "strong", "b")
_MAX_CHALLENGE = 300
_MAX_GOODS_TEXT = 4000
"""Characters of the longest description of a product measured: 2,964; shops have magazines with
longer articles, each under the shop's basket.
"""
_MAX_STEPS = 2
_MAX_INDEX_TEXT = 1000


def challenge(tree: html.HtmlElement, blocks: Sequence[Block]) -> Decision | None:
    """A page on which a machine has to prove that it is a reader, sent with status 200 in place of
    the article.
    """
    if sum(len(x.text) for x in blocks) > MAX_ERROR_PAGE:
        return None
    pattern = wordlists.pattern("challenge")
    for node in tree.iter("title", *_CHALLENGE_TAGS):
        text = one_line(node.text or "")
        if 3 < len(text) <= _MAX_CHALLENGE and pattern.search(text):
            return Decision(Kind.NOT_ARTICLE, f"a check that the reader is no robot: {text[:80]!r}")
    return None


def redirected(
    requested: str | None, url: str, headlines: Set[str], blocks: Sequence[Block]
) -> Decision | None:
    """The section to which the outlet redirects the address of a removed article; `requested` is
    that address, None where nothing redirected.
    """
    if not canonical.left_article(requested, url) or len(headlines) < MIN_TEASERS:
        return None
    if sum(len(x.text) for x in blocks) >= _MAX_FRONT_TEXT:
        return None
    return Decision(Kind.LISTING, f"{requested} led to this section")


def by_signs(
    url: str,
    headlines: Set[str],
    signs: PageSigns,
    structured: StructuredData,
    blocks: Sequence[Block],
) -> Decision | None:
    """A page of a login, a form, goods or a forum, and the front page; None for a page that
    declares itself an article.
    """
    size = sum(len(x.text) for x in blocks)
    if _is_front_page(url, len(headlines), size, declared=declares_article(structured)):
        return Decision(Kind.LISTING, "the site's front page", True)
    if declares_article(structured):
        return None
    if signs.forum:
        return Decision(Kind.NOT_ARTICLE, f"a forum: {signs.forum}", True)
    if size < _MAX_GOODS_TEXT and (goods := signs.goods or _declared_goods(structured)):
        return Decision(Kind.NOT_ARTICLE, f"goods: {goods}", True)
    if signs.service and (signs.password or (signs.fields and size < _MAX_FORM_TEXT)):
        return Decision(Kind.NOT_ARTICLE, f"a form of the site: {signs.service!r}")
    if signs.service and size < MAX_ERROR_PAGE:
        return Decision(Kind.NOT_ARTICLE, f"a page of the site itself: {signs.service!r}")
    return None


def _declared_goods(structured: StructuredData) -> str | None:
    listed = structured.ld_types & LISTING_LD
    return "JSON-LD Product" if "Product" in structured.ld_types and not listed else None


def _is_front_page(url: str, headlines: int, size: int, *, declared: bool) -> bool:
    """Whether the address is a site's first page and the page holds no long text. Themes declare
    that page an article too: it then needs headlines.
    """
    parts = parts_of(url)
    steps = parts.path.strip("/").split("/")
    if not url or parts.query or len(steps) > _MAX_STEPS or size >= _MAX_FRONT_TEXT:
        return False
    if steps[-1] == "":
        return not declared or headlines >= MIN_TEASERS
    return steps[-1].lower().startswith(("index.", "default.")) and size < _MAX_INDEX_TEXT
