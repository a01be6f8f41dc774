"""Elements found by their attributes are those that an XPath expression finds, in its order."""

import pytest
from lxml import html

from baqylau.clean import metadata, printed_bylines
from baqylau.clean.attributes import Attributes

PAGE = """<html><body>
<nav class="crumbs"><a href=/ id=c1>Главная</a><p class="crumb-last"><a id=c2>Дороги</a></p></nav>
<a rel="tag nofollow" id=t1>мосты</a><a rel="stage" id=t2>сцена</a>
<div class="post-tags"><a rel="tag" id=t3>Тобол</a>
<span class="tags"><a id=t4>объезд</a></span></div>
<span class="tags"><a id=t5>вне списка</a></span>
<p><b>Первый</b></p><p><b id=s1>Последний</b></p><p align="right" id=s2>Дана Әли</p>
<a class="category" itemprop="genre" id=c3>Транспорт</a>
</body></html>"""


@pytest.fixture
def attributes() -> Attributes:
    return Attributes(html.document_fromstring(PAGE))


def ids(nodes: list[html.HtmlElement]) -> list[str]:
    return [x.get("id") for x in nodes]


def test_links_of_sections_tags_and_breadcrumbs(attributes: Attributes) -> None:
    assert ids(metadata._section_links(attributes)) == ["c1", "c2", "c3"]
    assert ids(metadata._tag_links(attributes)) == ["t1", "t3", "t4"]
    assert ids(metadata._breadcrumb_links(attributes)) == []


def test_signatures_are_the_last_bold_paragraph_and_what_stands_on_the_right(
    attributes: Attributes,
) -> None:
    found = printed_bylines._signatures(attributes)
    assert [x.text_content() for x in found] == ["Последний", "Дана Әли"]


def test_elements_removed_later_and_those_behind_the_tree_stay() -> None:
    tree = html.document_fromstring("<html><body><p class=a>1</p></body></html>")
    attributes = Attributes(tree)
    tree.find(".//p").drop_tree()
    assert [x.text for x in attributes.holding("class", "a")] == ["1"]
    assert attributes.having("itemprop", "property") == []
    assert attributes.equal("rel", "author") == []
