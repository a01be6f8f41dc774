"""What percolation finds is exactly what each query, asked of the article by itself, says."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from baqylau.model.watch import Figure, Watch
from baqylau.query.ast import (
    Amount,
    Bound,
    Exact,
    Field,
    InTitle,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
    all_of,
    any_of,
)
from baqylau.query.compiling import Compiling
from baqylau.query.index_tokens import FactRow
from baqylau.query.match import Document, matches
from baqylau.query.parse import parse
from baqylau.watches.anchors import Anchors, anchors
from baqylau.watches.percolator import Entry, Percolator

WORDS = ("мост", "мосты", "Волков", "волков", "аким", "көпір", "министрлігі", "dam", "2026", "люди")
NUMBERS = (5.0, 7.0, 2e6, 5e9)
NAMES = ("Ерлан Сатаев", "Самрук-Қазына", "Волков", "ab")

words = st.sampled_from(WORDS)
phrases = st.lists(words, min_size=2, max_size=3).map(tuple)
texts = st.one_of(
    words.map(Word),
    phrases.map(Phrase),
    st.sampled_from([x[:n] for x in WORDS for n in (2, 3, 5) if len(x) >= n]).map(Prefix),
    st.one_of(words.map(lambda x: (x,)), phrases).map(Exact),
)
ids = st.sets(st.integers(1, 3), max_size=2).map(frozenset)
named = st.builds(
    lambda name, value, exact, ids: Field(name, value, exact=exact, ids=ids),
    st.sampled_from(["said-by", "mentions", "org", "place", "cites", "appointed"]),
    st.sampled_from([*NAMES, "Сатаев"]),
    st.booleans(),
    ids,
)
bounds = st.builds(Bound, st.sampled_from([">", ">=", "<", "<=", "="]), st.sampled_from(NUMBERS))
amounts = st.one_of(
    st.just(Amount("money", (), "KZT")),
    st.builds(
        Amount,
        st.sampled_from(["money", "percent"]),
        st.lists(bounds, min_size=1, max_size=2).map(tuple),
        st.sampled_from([None, "KZT", "USD"]),
    ),
)
fields = st.one_of(
    st.sampled_from([("outlet", "tau"), ("lang", "ru"), ("country", "kz"), ("kind", "quote")]),
    st.tuples(
        st.sampled_from(["author", "section", "tag", "role"]),
        st.sampled_from([*NAMES, "атаев", "сатаев", "а", "САМРУК"]),
    ),
    st.sampled_from([("since", "2026-11-20"), ("until", "2026-11-20"), ("date", "2026-11")]),
).map(lambda x: Field(*x))
sides = st.one_of(words.map(Word), phrases.map(Phrase))
stories = st.builds(lambda ids: Field("story", "1", ids=ids), ids)
leaves = st.one_of(
    texts,
    fields,
    named,
    amounts,
    stories,
    texts.map(InTitle),
    st.builds(Near, sides, sides, st.integers(1, 6)),
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
facts = st.one_of(
    st.builds(
        lambda who, role: FactRow("quote", who, {"speaker_role": role}),
        st.sampled_from(NAMES),
        st.sampled_from(["аким города", None]),
    ),
    st.builds(
        lambda who: FactRow("appointment", who, {"action": "appointed"}), st.sampled_from(NAMES)
    ),
    st.builds(
        lambda low, high, currency: FactRow(
            "amount",
            None,
            {
                "quantity": "money" if currency else "percent",
                "value": low,
                "high": high,
                "currency": currency,
            },
        ),
        st.none() | st.sampled_from(NUMBERS),
        st.none() | st.sampled_from(NUMBERS),
        st.sampled_from([None, "KZT"]),
    ),
    st.just(FactRow("date", None, {"from": "2026-11-03", "to": "2026-11-03"})),
)
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
    facts=st.lists(facts, max_size=3).map(tuple),
    entities=st.dictionaries(
        st.tuples(st.sampled_from(["person", "organization"]), st.sampled_from(NAMES)),
        st.integers(1, 3),
        max_size=2,
    ),
    story=st.sampled_from([None, 1, 2]),
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
    seen = dict.fromkeys(article.places.all, 5) if learned else {}
    countries = {article.outlet: article.country} if article.country else {}
    percolator = Percolator(entries, countries, seen, 10 if learned else 0)
    wanted = [x.watch.id for x in entries if x.node is not None and matches(x.node, article)]
    assert percolator.matching(article) == wanted


def anchored(query: str, weight: Callable[[str], float] = lambda _: 1.0) -> Anchors:
    node = parse(query, date(2026, 11, 30))
    assert node is not None
    return anchors(Compiling("ru").compiled(node), weight)


@pytest.mark.parametrize(
    ("query", "tokens"),
    [
        ("мост река", 1),
        ("мост OR школа", 2),
        ("-мост", 1),
        ("outlet:tau мост", 1),
        ('"мост река"', 1),
        ("kind:quote amount>5", 1),
        ("since:7d", 1),
    ],
)
def test_an_and_is_anchored_at_its_rarest_part(query: str, tokens: int) -> None:
    assert len(anchored(query).tokens) == tokens
    assert anchored(query).beginnings == frozenset()


def test_a_token_known_to_be_common_is_no_anchor() -> None:
    # mixed-alphabets: allowed
    common = anchored("мост аким", lambda x: 900.0 if x.startswith("rмост") else 1.0)
    # mixed-alphabets: allowed
    assert common.tokens == {"rаким", "rакима"}
    assert anchored("мост OR -аким").tokens >= {"__all"}
    assert anchored("мост*").beginnings == {"_мост"}


def test_an_entry_that_means_somebody_else_now_is_asked_anew() -> None:
    article = Document("x", mentions=(("person", "Tau"),), entities={("person", "Tau"): 7})
    percolator = Percolator([Entry(watch(1), Field("mentions", "Тау"))])
    assert percolator.matching(article) == []
    percolator.put(Entry(watch(1), Field("mentions", "Тау", ids=frozenset({7}))))
    assert percolator.matching(article) == [1]
    percolator.put(Entry(watch(1), Field("mentions", "Тау", ids=frozenset({8}))))
    assert percolator.matching(article) == []


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


JOINED = FactRow("appointment", None, {"organization": {"name": "Самрук-Қазына"}})
MONEY = FactRow("amount", None, {"value": 5e9, "currency": "KZT"})
SHARE = FactRow("amount", None, {"value": 5.0, "currency": None, "high": 90.0})


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
def test_facts_are_conditions(more: dict[str, object], fact: FactRow, found: bool) -> None:
    percolator = Percolator([Entry(watch(1, **more), None)])
    assert bool(percolator.matching(Document("мост", facts=(fact,)))) is found
