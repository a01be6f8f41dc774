"""What percolation finds is exactly what each query, asked of the article by itself, says."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from baqylau.model.watch import Figure, Watch
from baqylau.query.ast import (
    And,
    Exact,
    Field,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    all_of,
    any_of,
)
from baqylau.query.match import Document, matches
from baqylau.query.parse import parse
from baqylau.watches.anchors import anchor
from baqylau.watches.percolator import Entry, Percolator

WORDS = ("мост", "мосты", "Волков", "волков", "аким", "көпір", "министрлігі", "dam", "2026", "люди")
NAMES = ("Ерлан Сатаев", "Самрук-Қазына", "Волков", "ab")

words = st.sampled_from(WORDS)
phrases = st.lists(words, min_size=2, max_size=3).map(tuple)
texts = st.one_of(
    words.map(Word),
    phrases.map(Phrase),
    st.sampled_from([x[:n] for x in WORDS for n in (2, 3, 5) if len(x) >= n]).map(Prefix),
    st.one_of(words.map(lambda x: (x,)), phrases).map(Exact),
)
fields = st.one_of(
    st.sampled_from([("outlet", "tau"), ("lang", "ru"), ("country", "kz"), ("kind", "quote")]),
    st.tuples(
        st.sampled_from(["author", "section", "said-by", "mentions", "org", "place", "tag"]),
        st.sampled_from([*NAMES, "атаев", "сатаев", "а", "САМРУК"]),
    ),
    st.sampled_from([("since", "2026-11-20"), ("until", "2026-11-20")]),
).map(lambda x: Field(*x))
sides = st.one_of(words.map(Word), phrases.map(Phrase))
leaves = st.one_of(
    texts, fields, texts.map(InTitle), st.builds(Near, sides, sides, st.integers(1, 6))
)
queries = st.recursive(
    leaves,
    lambda x: st.one_of(
        x.map(Not),
        st.lists(x, min_size=2, max_size=3).map(all_of),
        st.lists(x, min_size=2, max_size=3).map(any_of),
    ),
    max_leaves=6,
)
names = st.lists(st.sampled_from(NAMES), max_size=2).map(tuple)
printed = st.lists(words, min_size=1, max_size=12).map(" ".join)
documents = st.builds(
    Document,
    text=printed,
    title=st.none() | printed,
    section=st.none() | st.sampled_from(NAMES),
    tags=names,
    language=st.sampled_from(["ru", "kk", "en", "uz", None]),
    outlet=st.sampled_from(["tau", "dala"]),
    country=st.sampled_from(["kz", None]),
    authors=names,
    listed=st.sampled_from(
        [datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 11, 29, tzinfo=UTC)]
    ),
    kinds=st.sampled_from([frozenset(), frozenset({"quote"})]),
    speakers=names,
    mentions=st.lists(
        st.tuples(st.sampled_from(["person", "organization", "place"]), st.sampled_from(NAMES)),
        max_size=2,
    ).map(tuple),
)


def watch(number: int, **more: object) -> Watch:
    return Watch(name="x", owner="x", query="x", id=number, **more)  # type: ignore[arg-type]


@settings(max_examples=400, deadline=None)
@given(st.lists(queries, min_size=1, max_size=8), documents, st.booleans())
@example([Not(Word("мост"))], Document("аким"), False)
def test_percolated_is_matched(nodes: list[Node], article: Document, learned: bool) -> None:
    entries = [Entry(watch(n), node) for n, node in enumerate(nodes, 1)]
    seen = dict.fromkeys(article.index, 5) if learned else {}
    percolator = Percolator(entries, seen, 10 if learned else 0)
    wanted = [x.watch.id for x in entries if x.node is not None and matches(x.node, article)]
    assert percolator.matching(article) == wanted


@pytest.mark.parametrize(
    ("query", "size"),
    [("мост аким", 3), ("мост OR аким", 6), ("-мост", None), ("outlet:tau мост", 3)],
)
def test_an_and_is_anchored_at_its_rarest_part(query: str, size: int | None) -> None:
    node = parse(query, date(2026, 11, 30))
    assert node is not None
    keys = anchor(node, lambda stem: 1.0)
    assert (None if keys is None else len(keys) <= size) in (None, True)
    assert (keys is None) == (size is None)


def test_a_stem_known_to_be_common_is_no_anchor() -> None:
    node = And((Word("мост"), Word("аким")))
    common = anchor(node, lambda stem: 900.0 if stem.startswith("мост") else 1.0)
    assert common is not None
    assert not any(text.startswith("мост") for _, text in common)
    assert anchor(Or((Word("мост"), Not(Word("аким")))), lambda stem: 1.0) is None


@pytest.mark.parametrize(
    ("more", "article", "found"),
    [
        ({"outlets": ("tau",)}, Document("мост", outlet="tau", language="ru"), True),
        ({"outlets": ("tau",)}, Document("мост", outlet="dala", language="ru"), False),
        ({"languages": ("kk",)}, Document("мост", language="ru"), False),
    ],
)
def test_outlets_and_languages_of_a_watch_narrow_it(
    more: dict[str, object], article: Document, found: bool
) -> None:
    percolator = Percolator([Entry(watch(1, **more), Word("мост"))])
    assert bool(percolator.matching(article)) is found


JOINED = {"type": "appointment", "slots": {"organization": {"name": "Самрук-Қазына"}}}
MONEY = {"type": "amount", "slots": {"value": 5e9, "currency": "KZT"}}
SHARE = {"type": "amount", "slots": {"value": 5.0, "currency": None, "high": 90.0}}


@pytest.mark.parametrize(
    ("more", "fact", "found"),
    [
        ({"appointed": "самрук"}, JOINED, True),
        ({"appointed": "Банк"}, JOINED, False),
        ({"appointed": "самрук"}, MONEY, False),
        ({"figure": Figure(1e9, "KZT")}, MONEY, True),
        ({"figure": Figure(1e9, "USD")}, MONEY, False),
        ({"figure": Figure(6e9, "KZT")}, MONEY, False),
        ({"figure": Figure(50.0)}, SHARE, True),
    ],
)
def test_facts_are_conditions(
    more: dict[str, object], fact: dict[str, object], found: bool
) -> None:
    percolator = Percolator([Entry(watch(1, **more), None)])
    article = Document("мост", kinds=frozenset({str(fact["type"])}))
    assert bool(percolator.matching(article, [fact])) is found
    assert percolator.asks_facts
