"""Values that people write: what each field takes, what it refuses, with a message that says what
to write.
"""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.corrections import words
from baqylau.corrections.fields import FIELDS, LONGEST, Value, of, parse
from baqylau.errors import InputError
from baqylau.model.fact import TYPES

GOOD: list[tuple[str, str, str, Value]] = [
    ("quote", "speaker_name", " Асель  Ким\u200b ", "Асель Ким"),
    ("quote", "speaker_name", "", None),
    ("quote", "speaker_role", "аким", "аким"),
    ("forecast", "speaker_name", "Ким", "Ким"),
    ("role", "position", "министр", "министр"),
    ("role", "organization", "", None),
    ("appointment", "position", "", None),
    ("amount", "value", "2,4", 2.4),
    ("amount", "value", "-1 500\u00a0000", -1500000.0),
    ("amount", "value", "", None),
    ("amount", "currency", "usd", "USD"),
    ("attribution", "source", "Дала газеті", "Дала газеті"),
    ("event", "hidden", "yes", True),
    ("date", "hidden", "no", False),
    ("article", "title", "<b>Мост</b>", "<b>Мост</b>"),
    ("article", "published", "2026-11-24T09:30+05:00", "2026-11-24T09:30:00+05:00"),
    ("article", "kind", "not_article", "not_article"),
]
BAD = [
    ("quote", "value", "5"),
    ("amount", "speaker_name", "Ким"),
    ("quote", "nonsense", "x"),
    ("article", "hidden", "yes"),
    ("quote", "speaker_name", "я" * (LONGEST + 1)),
    ("role", "person", " "),
    ("role", "position", ""),
    ("attribution", "source", ""),
    ("amount", "value", "много"),
    ("amount", "value", "nan"),
    ("amount", "value", "1e999"),
    ("amount", "currency", "тенге"),
    ("event", "hidden", "maybe"),
    ("event", "hidden", ""),
    ("article", "title", ""),
    ("article", "published", "2026-11-24T09:30"),
    ("article", "published", "вчера"),
    ("article", "published", "9999-12-31T23:59:59-12:00"),
    ("article", "published", ""),
    ("article", "kind", "listing"),
]


@pytest.mark.parametrize(("kind", "field", "written", "value"), GOOD)
def test_a_value_is_read(kind: str, field: str, written: str, value: Value) -> None:
    assert parse(kind, field, written) == value


@pytest.mark.parametrize(("kind", "field", "written"), BAD)
def test_what_a_field_cannot_hold_is_refused_by_its_name(
    kind: str, field: str, written: str
) -> None:
    with pytest.raises(InputError, match=field):
        parse(kind, field, written)


def test_every_field_and_type_is_tried() -> None:
    tried = {(kind, field) for kind, field, *_ in GOOD}
    missing = {(kind, x) for kind, fields in FIELDS.items() for x in fields} - tried
    assert missing <= {
        ("role", "person"),
        ("appointment", "person"),
        ("appointment", "organization"),
    }
    assert {x for kind in TYPES for x in of(kind.type)} >= {"hidden"}


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=40))
def test_any_text_gives_a_value_or_a_refusal(kind: str, written: str) -> None:
    for field in of(kind):
        with suppress(InputError):
            parse(kind, field, written)


CONTROLS = "a\x00b\x1b[31mc\u202ed\ud800"


@pytest.mark.parametrize(
    ("read", "given_text", "stored"),
    [
        (words.label, f" {CONTROLS}\n", "ab[31mcd"),
        (words.note, f"{CONTROLS}\r\nвторая  строка \r", "ab[31mcd\nвторая строка"),
        (words.reason, "\n", None),
        (words.reason, None, None),
        (words.reason, " по\nписьму ", "по письму"),
    ],
)
def test_words_lose_control_characters(read: object, given_text: object, stored: object) -> None:
    assert read(given_text) == stored  # type: ignore[operator]


@pytest.mark.parametrize(
    ("read", "most"),
    [(words.label, words.LABEL), (words.note, words.NOTE), (words.reason, words.REASON)],
)
def test_words_have_a_length(read: object, most: int) -> None:
    assert read("я" * most) == "я" * most  # type: ignore[operator]
    with pytest.raises(InputError):
        read("я" * (most + 1))  # type: ignore[operator]


@pytest.mark.parametrize("read", [words.label, words.note])
def test_nothing_is_no_label_and_no_note(read: object) -> None:
    with pytest.raises(InputError):
        read(" \u200b\n")  # type: ignore[operator]
