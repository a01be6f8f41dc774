"""The key of a fact stays what it is when the article is read again by other rules or edited
elsewhere; other facts and other articles never have it.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.model.fact_key import LENGTH, keys_of, lineage_after_move, lineage_in, lineage_of

LINEAGE = lineage_of("vestnik", b"\x01" * 32)
SENTENCES = (
    "«Мост откроют в марте, движение пойдёт сразу», — сказал аким Сатаев.",
    "На ремонт выделено 2,4 млрд тенге, а на дороги 15 млн тенге.",
    "Министр и депутат Ахметов приехал 3 сентября.",
    "Директором завода назначена Асель Ким.",
    "Об этом пишет «Дала газеті».",
)
TEXT = "\n".join(SENTENCES)
Fact = dict[str, Any]


def fact(text: str, kind: str, words: str, nth: int = 0, **slots: Any) -> Fact:
    """A fact of these words, at the place of the sentence that has them."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    sentence = [first, len(text) if last < 0 else last]
    return {
        "type": kind, "start": start, "end": start + len(words), "text": words,
        "sentence": sentence, "confidence": 0.9, "rule": "r1", **slots,
    }  # fmt: skip


def slot(text: str, words: str) -> Fact:
    return {"start": text.index(words), "end": text.index(words) + len(words), "text": words}


def facts_of(text: str) -> list[Fact]:
    """One fact of each kind of the text above, wherever its sentences stand in it."""
    said = next(x for x in text.split("\n") if "сказал аким" in x)
    content = said[1 : said.rindex(",") - 1]
    at = text.index(content)
    return [
        fact(text, "quote", said, content=[[at, at + len(content)]], speaker_name="Сатаев"),
        fact(text, "amount", "2,4 млрд тенге", value=2.4e9, currency="KZT"),
        fact(text, "amount", "15 млн тенге", value=1.5e7, currency="KZT"),
        fact(text, "role", "Министр и депутат Ахметов", person=slot(text, "Ахметов"),
             position=slot(text, "Министр")),
        fact(text, "role", "депутат Ахметов", person=slot(text, "Ахметов"),
             position=slot(text, "депутат")),
        fact(text, "date", "3 сентября", relative=False),
        fact(text, "appointment", "назначена Асель Ким", action="appointed",
             person=slot(text, "Асель Ким")),
        fact(text, "attribution", "Дала газеті", source=slot(text, "Дала газеті")),
    ]  # fmt: skip


def keys(text: str, found: list[Fact] | None = None) -> list[str]:
    return keys_of(facts_of(text) if found is None else found, text, LINEAGE)


BEFORE = keys(TEXT)


def test_each_fact_has_a_key_of_its_own_that_tells_the_article() -> None:
    assert len(set(BEFORE)) == len(BEFORE)
    assert {len(x) for x in BEFORE} == {LENGTH}
    assert {lineage_in(x) for x in BEFORE} == {LINEAGE}


def _other_reading(found: Fact) -> Fact:
    changed = {"rule": "r2", "confidence": 0.4, "speaker_name": "Ахметов", "currency": "USD"}
    changed |= {"value": 1.0, "speaker_role": "депутат"}
    return found | {x: y for x, y in changed.items() if x in found or x == "speaker_role"}


def _wider(found: Fact) -> Fact:
    """A rule that takes the word before as well."""
    if found["type"] not in ("amount", "date"):
        return found
    start = TEXT.rfind(" ", 0, found["start"] - 1) + 1
    return found | {"start": start, "text": TEXT[start : found["end"]]}


@pytest.mark.parametrize("reread", [_other_reading, _wider])
def test_a_fact_read_otherwise_keeps_its_key(reread: Callable[[Fact], Fact]) -> None:
    found = [reread(x) for x in facts_of(TEXT)]
    assert found != facts_of(TEXT)
    assert keys(TEXT, found) == BEFORE


def test_the_order_in_which_rules_give_facts_changes_no_key() -> None:
    found = facts_of(TEXT)
    assert keys(TEXT, found[::-1]) == BEFORE[::-1]


def shifted(found: Fact, by: int) -> Fact:
    """The same fact so many characters further in the text."""
    return found | {
        "start": found["start"] + by,
        "end": found["end"] + by,
        "sentence": [x + by for x in found["sentence"]],
        "content": [[a + by, b + by] for a, b in found.get("content", ())],
    }


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("Срочно: 15 млн и 3 сентября.\n", ""),
        ("", "\nНапомним, 2,4 млрд тенге просили в мае."),
        (" \n", "\nДиректором другого завода назначена Асель Ким."),
    ],
)
def test_paragraphs_added_change_no_key(before: str, behind: str) -> None:
    found = [shifted(x, len(before)) for x in facts_of(TEXT)]
    assert keys(f"{before}{TEXT}{behind}", found) == BEFORE


@pytest.mark.parametrize(
    "letters", ["\u0020\u00a0", "«“»”", "«\u0022", "ёе", "—-", ",;", "оО"], ids=ascii
)
def test_letters_that_software_changes_change_no_key(letters: str) -> None:
    """Spaces, quotation marks, ё, dashes, a comma for a semicolon, capitals."""
    table = str.maketrans(dict(zip(letters[::2], letters[1::2], strict=True)))
    text = TEXT.translate(table) if "," not in letters else TEXT.replace("марте,", "марте;")
    assert text != TEXT
    found = facts_of(TEXT)
    for x in found:
        for each in (x, *(y for y in x.values() if isinstance(y, dict))):
            each["text"] = text[each["start"] : each["end"]]
    assert keys(text, found) == BEFORE


@pytest.mark.parametrize("place", range(len(SENTENCES)))
def test_a_typo_changes_the_keys_of_its_own_sentence_alone(place: int) -> None:
    mended = [x + "!" * (n == place) for n, x in enumerate(SENTENCES)]
    mended[place] = mended[place].replace("е", "ее", 1)
    by = len("!е")
    found = [
        shifted(x, by if TEXT[: x["start"]].count("\n") > place else 0) for x in facts_of(TEXT)
    ]
    others = [n for n, x in enumerate(facts_of(TEXT)) if TEXT[: x["start"]].count("\n") != place]
    again = keys("\n".join(mended), [found[n] for n in others])
    assert again == [BEFORE[n] for n in others]


def test_twenty_equal_figures_have_twenty_keys_that_stay() -> None:
    row = "Пособие 15 000 тенге."
    text = "\n".join([row] * 20)
    found = [fact(text, "amount", "15 000 тенге", n, value=15000.0) for n in range(20)]
    before = keys(text, found)
    assert len(set(before)) == 20
    later = f"Заголовок таблицы.\n{text}\nПодвал 15 000 тенге."
    again = [fact(later, "amount", "15 000 тенге", n, value=15000.0) for n in range(20)]
    assert keys(later, again) == before


@pytest.mark.parametrize(
    "pair",
    [("−5 °C", "5 °C"), ("1,5 млн", "15 млн"), ("10 %", "10,5 %")],
)
def test_figures_that_look_alike_are_not_one(pair: tuple[str, str]) -> None:
    first, second = (keys(x, [fact(x, "amount", x, value=1.0)])[0] for x in pair)
    assert first != second


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_two_articles_never_share(one: bytes, other: bytes) -> None:
    first, second = lineage_of("vestnik", one), lineage_of("vestnik", other)
    assert (first == second) == (one == other)
    assert lineage_of("dala", one) != first
    assert lineage_after_move(first, other) not in (first, second)
    theirs = keys_of(facts_of(TEXT), TEXT, second)
    assert one == other or not set(theirs) & set(keys_of(facts_of(TEXT), TEXT, first))


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_has_keys(text: str, words: str) -> None:
    whole = f"{text}{words}"
    found = {
        "type": "event", "start": len(text), "end": len(whole), "text": words,
        "sentence": [0, len(whole)], "rule": "r", "confidence": 1.0,
    }  # fmt: skip
    first, second = keys_of([found, found], whole, LINEAGE)
    assert first != second
