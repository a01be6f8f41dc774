"""The quick test before trafilatura's lists are tried lets through whatever they would remove; the
full cascade is left out where it can find nothing more.
"""

import pytest
from lxml import etree, html
from trafilatura.htmlprocessing import prune_unwanted_nodes
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

from baqylau.clean import main_text, visible
from baqylau.clean.blocks import DecisionLog
from baqylau.clean.main_text import _pruned
from baqylau.clean.options import CleanOptions


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


@pytest.mark.parametrize(("rows", "full"), [(3, True), (300, False)])
def test_a_page_that_is_one_long_table_is_extracted_once(rows: int, full: bool) -> None:
    cells = "".join(
        f"<tr><td>{n}</td><td>Заречный</td><td>1:{n:02}</td></tr>" for n in range(1, rows + 1)
    )
    tree = html.document_fromstring(
        f"<html><body><h1>Забег</h1><table>{cells}</table></body></html>"
    )
    log = DecisionLog()
    main_text.best(
        tree, "https://example.kz/1", set(), visible.read(tree), None, (0, 0), CleanOptions(), log
    )
    assert any(x.rule == "full extraction" for x in log.entries) is full


@pytest.mark.parametrize(
    ("labels", "prose", "full"),
    [
        (1100, "", False),
        (100, "", True),
        (1100, f"<p>{'Мост через Тобол закроют. ' * 40}</p>", True),
    ],
)
def test_a_big_page_is_extracted_once_where_no_paragraphs_are_left(
    labels: int, prose: str, full: bool
) -> None:
    boxes = "".join(f"<div><span>Кран {n}</span></div>" for n in range(labels))
    tree = html.document_fromstring(
        f"<html><body><h1>Краны</h1>{boxes}<aside>{prose}</aside></body></html>"
    )
    log = DecisionLog()
    main_text.best(
        tree, "https://example.kz/1", set(), visible.read(tree), None, (0, 0), CleanOptions(), log
    )
    assert any(x.rule == "full extraction" for x in log.entries) is full
