"""The quick test before trafilatura's lists are tried lets through whatever they would remove."""

import pytest
from lxml import etree, html
from trafilatura.htmlprocessing import prune_unwanted_nodes
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

from baqylau.clean.main_text import _pruned


@pytest.mark.parametrize("attribute", ["class", "id"])
@pytest.mark.parametrize(
    "name",
    ["infinite-scroll", "mvp-post-add-box", "elementor-share-buttons", "Comments",
     "post-comments", "comments-list", "disqus_thread", "dsq-comments", "comol",
     "commentary", "story"],
)  # fmt: skip
def test_the_lists_remove_the_same_elements(attribute: str, name: str) -> None:
    page = (
        f"<html><body><div {attribute}='{name}'><p>Пікір</p></div><ul"
        f" {attribute}='{name}'><li>Пікір</li></ul><p>Мәтін</p></body></html>"
    )
    whole = prune_unwanted_nodes(
        html.fromstring(page), [*RAW_TREE_PRUNE_XPATH, *REMOVE_COMMENTS_AND_LISTS_XPATH]
    )
    assert etree.tostring(_pruned(html.fromstring(page))) == etree.tostring(whole)
