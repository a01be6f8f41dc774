"""Query parameters: how they are read, which are refused, and that a cursor written into an address
is read back unchanged.
"""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from api.parameters import Narrowed
from baqylau.errors import InputError
from baqylau.store.queries.articles import Cursor
from baqylau.store.queries.filter import Filter
from dashboard.params import (
    FILTER_FIELDS,
    KINDS,
    after,
    askable,
    cursor_text,
    field,
    filter_parameters,
    pages_of,
    parse_filter,
    whole_field,
)


def request(**query: str) -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/",
            "headers": [],
            "query_string": urlencode(query).encode(),
        }
    )


def test_an_empty_field_is_none() -> None:
    assert field(request(outlet="  "), "outlet") is None
    assert field(request(outlet=" \x00dala "), "outlet") == "dala"
    assert parse_filter(request()) == parse_filter(request(outlet="", since="", kind=""))


def test_a_field_is_read_whole_or_refused() -> None:
    assert field(request(who=f" {'а' * 400} "), "who") == "а" * 400
    assert whole_field(request(q="а" * 401), "q") == "а" * 401
    with pytest.raises(InputError, match=r"who=а{40}…: 401 > 400"):
        parse_filter(request(who="а" * 401))


def test_days_are_almaty_days_and_the_last_is_included() -> None:
    chosen = parse_filter(request(since="2026-11-24", until="2026-11-24"))
    assert chosen.since == datetime(2026, 11, 23, 19, tzinfo=UTC)
    assert chosen.until == datetime(2026, 11, 24, 19, tzinfo=UTC)
    assert parse_filter(request(since="2024-02-10")).since == datetime(
        2024, 2, 9, 18, tzinfo=UTC
    )  # Almaty was at UTC+6 then


@pytest.mark.parametrize(
    "wrong",
    [{"since": "24.11.2026"}, {"until": "2026-13-01"}, {"since": "0001-01-01"}, {"kind": "poem"}],
)
def test_an_error_names_the_value_that_cannot_be_read(wrong: dict[str, str]) -> None:
    with pytest.raises(InputError, match=next(iter(wrong.values()))):
        parse_filter(request(**wrong))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_accepted(kind: str) -> None:
    assert parse_filter(request(kind=kind)).kind == kind


moments = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9000, 1, 1)).map(
    lambda x: x.replace(tzinfo=UTC)
)


@given(moments, st.integers(1, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_a_cursor_is_read_back_unchanged(when: datetime, article: int, fact: int) -> None:
    key = Cursor(when, article, fact)
    assert after(request(after=cursor_text(key))) == key


@pytest.mark.parametrize("wrong", ["x", "1.2", "1.2.3.4", "1.x.3", "9" * 40 + ".1.1"])
def test_an_invalid_cursor_is_refused(wrong: str) -> None:
    with pytest.raises(InputError, match="after="):
        after(request(after=wrong))


def test_one_row_more_means_a_next_page() -> None:
    class Line:
        key = Cursor(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=1), 7)

    lines = [Line(), Line(), Line()]
    assert pages_of(lines, 3) == (lines, None)
    assert pages_of(lines, 2) == (lines[:2], cursor_text(Line.key))


def test_a_link_carries_every_condition_of_its_list() -> None:
    """Whatever `parse_filter` reads is repeated, so that a count and its list agree."""
    given = {"since": "2026-11-20", "until": "2026-11-24", "kind": "quote", "reprints": "no"}
    given |= {x: "x" for x in FILTER_FIELDS if x not in given} | {"entity": "7"}
    asked = request(**given, after="1.2.3", page="4", ui="kk")
    assert filter_parameters(asked) == given
    assert parse_filter(request(**filter_parameters(asked))) == parse_filter(asked)
    conditions = {x.name for x in fields(Filter)} - {"ids", "meant"}
    assert conditions == set(FILTER_FIELDS)


@pytest.mark.parametrize(
    ("word", "listed"),
    [("true", True), ("all", True), ("yes", True), ("TRUE", True), ("false", False), ("no", False)],
)
def test_reprints_are_asked_for_in_the_words_of_both_faces(word: str, listed: bool) -> None:
    assert parse_filter(request(reprints=word)).reprints is listed
    assert Narrowed(reprints=word).as_filter(None).reprints is listed  # type: ignore[arg-type]


def test_an_unknown_word_for_reprints_is_refused() -> None:
    with pytest.raises(InputError, match="true, false"):
        parse_filter(request(reprints="some"))


@pytest.mark.parametrize(
    ("value", "can"),
    [
        ("мосты", True),
        ("a b", True),
        ("ы" * 400, True),
        ("ы" * 401, False),
        (" x", False),
        ("x\x00", False),
        ("", False),
    ],
)
def test_what_a_link_may_ask_for(value: str, can: bool) -> None:
    assert askable(value) is can
