"""How numbers, names and facts are written."""

from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import pytest

from baqylau.model.fact import TYPES, Date, Fact
from baqylau.model.fact_words import words_of
from dashboard import i18n
from dashboard.view import View, compact, number


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (2.4e9, "ru", "2\u202f400\u202f000\u202f000"),
        (2.4e12, "ru", "2\u202f400\u202f000\u202f000\u202f000"),
        (9.4, "kk", "9,4"),
        (9.4, "en", "9.4"),
        (1234.5, "en", "1\u202f234.5"),
        (140, "ru", "140"),
        (0, "ru", "0"),
        (0.00002, "ru", "2e-05"),
        (-0.5, "ru", "-0,5"),
    ],
)
def test_numbers(value: float, language: str, text: str) -> None:
    assert number(value, language) == text


def test_an_outlet_without_its_remark() -> None:
    assert compact("Боздала (выдуманное издание)") == "Боздала"
    assert compact(" (x)") == " (x)"


SLOT = {"start": 0, "end": 4, "text": "Асан", "name": "Асан Усенов"}


def _fact(kind: type[Fact], *, filled: bool) -> dict[str, Any]:
    """A fact in the shape of the contract; its slots are filled, or null where they may be null."""
    values: dict[str, Any] = {}
    for x in fields(kind):
        if "None" in str(x.type) and not filled:
            values[x.name] = None
        elif "Slot" in str(x.type):
            values[x.name] = SLOT
        elif "float" in str(x.type):
            values[x.name] = 1.5
        else:
            values[x.name] = "words"
    if kind is Date:
        values |= {"from": values.pop("first"), "to": values.pop("last")}
    return {"type": kind.type} | values


@pytest.mark.parametrize("filled", [True, False], ids=["filled", "null"])
@pytest.mark.parametrize("kind", TYPES, ids=lambda x: x.type)
def test_a_fact_is_shown_whatever_slot_is_null(kind: type[Fact], filled: bool) -> None:
    view = View(SimpleNamespace(engine=None))  # type: ignore[arg-type]
    gist = view.templates.get_template("_fact.html").module.gist  # type: ignore[attr-defined]
    shown = str(gist(i18n.of("ru"), _fact(kind, filled=filled)))
    assert "None" not in shown
    assert "Асан Усенов" in shown or "Slot" not in {str(x.type) for x in fields(kind)}


TEXT = "«Мост готов», – сказал аким. – «Откроем в марте»."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([[1, 11], [32, 47]], "Мост готов … Откроем в марте"),
        ([[1, 11]], "Мост готов"),
        ([], TEXT),
        (None, TEXT),
    ],
)
def test_of_a_quote_only_what_was_said_is_shown(content: Any, words: str) -> None:
    shift = 100  # the fact begins somewhere in its article
    spans = content and [[a + shift, b + shift] for a, b in content]
    assert words_of({"start": shift, "text": TEXT, "content": spans}) == words
