"""Why an article shows no facts."""

from types import SimpleNamespace
from typing import Any

from dashboard import article


def test_an_article_in_a_language_without_rules_is_not_read() -> None:
    nothing: Any = None
    line: Any = SimpleNamespace(id=1, language="ky")
    assert article._reading(nothing, line) == "not_read"
