"""What a query without an index finds in one article."""

from datetime import date

import pytest

from baqylau.query.match import Document, matches
from baqylau.query.parse import parse


@pytest.mark.parametrize("word", ["all", "none", "outlet"])
@pytest.mark.parametrize("query", ["={}", "country:kz", "lang:ru", "-{} -lang:en"])
def test_a_printed_word_is_no_token_of_our_own(word: str, query: str) -> None:
    """The tokens that every article has, or none, are spelled as no printed word is."""
    node = parse(query.format(word), date(2026, 11, 30))
    assert node is not None
    having, lacking = Document(word, language="en"), Document("x", language="en")
    assert matches(node, having) is (query == "={}")
    assert not matches(node, lacking)
