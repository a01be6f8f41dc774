"""Patterns of tokens without regard to places."""

from hypothesis import given
from hypothesis import strategies as st

from baqylau.query.ast import Field, Node
from baqylau.query.compiling import Compiling
from baqylau.query.match import Document
from baqylau.query.pattern import AllOf, AnyOf, Nearby, OneOf, Pattern, Without, anywhere
from tests.unit.query.trees import trees

WORDS = ("мост", "дорога", "школа", "аким")
FIELDS = (Field("role", "аким области"), Field("lang", "ru"))
A, B = OneOf((("a",),)), OneOf((("b",),))
PHRASE = OneOf((("a", "b"),))


@given(trees(WORDS, FIELDS, most=5), st.lists(st.sampled_from(WORDS), max_size=8))
def test_what_has_a_pattern_has_its_tokens_anywhere(tree: Node, printed: list[str]) -> None:
    pattern = Compiling("ru").compiled(tree)
    places = Document(" ".join(printed), title=" ".join(printed[:2]), language="ru").places
    assert places.has(anywhere(pattern)) or not places.has(pattern)


def test_a_pattern_that_asks_for_no_places_stays_as_it_is() -> None:
    for pattern in (A, OneOf((("a",), ("b",))), AllOf((A, B)), Without(A, B)):
        assert anywhere(pattern) == pattern


def test_places_are_forgotten_and_no_article_is_lost() -> None:
    both = AllOf((A, B))
    apart = Nearby((("a",),), (("b",),), 3)
    patterns: list[tuple[Pattern, Pattern]] = [
        (PHRASE, both),
        (apart, both),
        (AnyOf((PHRASE, OneOf((("c",),)))), AnyOf((both, OneOf((("c",),))))),
        (Without(A, PHRASE), A),
    ]
    assert [anywhere(x) for x, _ in patterns] == [y for _, y in patterns]
