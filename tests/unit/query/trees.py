"""Trees of queries for property tests, in the form that `parse` makes."""

from collections.abc import Sequence

from hypothesis import strategies as st

from baqylau.query.ast import (
    Amount,
    Exact,
    Field,
    InTitle,
    Near,
    Node,
    Not,
    Prefix,
    all_of,
    any_of,
    text_of,
)


def trees(
    words: Sequence[str], fields: Sequence[Field | Amount], most: int = 6
) -> st.SearchStrategy[Node]:
    """Trees over these words and fields, with at most `most` leaves."""
    word = st.sampled_from(words)
    several = st.lists(word, min_size=1, max_size=2)
    text = several.map(text_of)
    prefix = st.builds(
        lambda x, n: Prefix(x[:n]), word.filter(lambda x: len(x) > 1), st.integers(2, 8)
    )
    exact = several.map(lambda x: Exact(tuple(x)))
    term = st.one_of(text, text, prefix, exact)
    near = st.builds(Near, text, text, st.integers(1, 6))
    leaf = st.one_of(term, term, near, term.map(InTitle), st.sampled_from(fields))
    return st.recursive(
        leaf,
        lambda x: st.one_of(
            x.map(Not),
            st.lists(x, min_size=2, max_size=3).map(all_of),
            st.lists(x, min_size=2, max_size=3).map(any_of),
        ),
        max_leaves=most,
    )
