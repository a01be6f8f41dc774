"""What an edit changed, by examples and by properties that hold for all texts."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.stories.revisions import _TOKEN, DiffPiece, Paragraph, compare

TEXTS = st.lists(
    st.sampled_from(["Мост ", "откроют", " в марте", ".", "\n", "\n\n", "5 млрд", "<b>", " ", "ё"]),
    max_size=30,
).map("".join)


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_the_pieces_give_back_both_texts(before: str, after: str) -> None:
    found = compare(before, after)
    assert _only(found, "new") == before
    assert _only(found, "gone") == after


def _only(found: list[Paragraph], without: str) -> str:
    return "\n".join(
        "".join(p.text for p in x.pieces if p.state != without) for x in found if x.state != without
    )


def test_a_word_that_changed() -> None:
    assert compare("Мост откроют в январе.\nТочка.", "Мост откроют в марте.\nТочка.\nНовое.") == [
        Paragraph(
            (
                DiffPiece("Мост откроют в ", "same"),
                DiffPiece("январе", "gone"),
                DiffPiece("марте", "new"),
                DiffPiece(".", "same"),
            ),
            "same",
        ),
        Paragraph((DiffPiece("Точка.", "same"),), "same"),
        Paragraph((DiffPiece("Новое.", "new"),), "new"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("выделено 1,49 млрд", "выделено 1,9 млрд", "1,49", "1,9"),
        ("доход 2 400 000 тенге", "доход 2 450 000 тенге", "2 400 000", "2 450 000"),
        ("ровно 2\u202f400\u00a0000,5 км", "ровно 2\u202f400\u00a0000,7 км", "400", "400"),
        ("рейс в 14:05", "рейс в 14:15", "14:05", "14:15"),
        ("до 30.11.2026 года", "до 30.12.2026 года", "30.11.2026", "30.12.2026"),
        ("рост 15%", "рост 18%", "15", "18"),
        ("12-летний ученик", "13-летний ученик", "12-летний", "13-летний"),
        ("сеть 4G есть", "сеть 5G есть", "4G", "5G"),
        ("вице-министр сказал", "премьер-министр сказал", "вице-министр", "премьер-министр"),
        ("the mayor's plan", "the mayors plan", "mayor's", "mayors"),
        ("дом 5 7 лет", "дом 5 8 лет", "7", "8"),
    ],
)
def test_numbers_and_words_change_whole(before: str, after: str, gone: str, new: str) -> None:
    pieces = compare(before, after)[0].pieces
    assert [x.state for x in pieces if x.state != "same"] == ["gone", "new"]
    assert gone in next(x.text for x in pieces if x.state == "gone")
    assert new in next(x.text for x in pieces if x.state == "new")


@pytest.mark.parametrize("piece", ["1", "1 ", "1 111", "123 ", "a-", "1,", "ф'", "1-a", "12:", " "])
def test_hostile_texts_are_cut_in_linear_time(piece: str) -> None:
    """A text twice as long takes about twice as long, not four times."""
    took = []
    for times in (20_000, 40_000):
        began = time.process_time()
        assert "".join(_TOKEN.findall(piece * times)) == piece * times
        took.append(time.process_time() - began)
    assert took[1] < 3 * took[0] + 0.05


def test_a_text_rewritten_at_length_is_not_compared_word_by_word() -> None:
    before, after = "слово " * 3000, "иное " * 3000
    assert [x.state for x in compare(before, after)[0].pieces] == ["gone", "new"]
