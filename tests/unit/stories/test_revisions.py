"""What an edit changed, by examples and by properties that hold for all texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.stories.revisions import DiffPiece, Paragraph, compare

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


def test_a_text_rewritten_at_length_is_not_compared_word_by_word() -> None:
    before, after = "слово " * 3000, "иное " * 3000
    assert [x.state for x in compare(before, after)[0].pieces] == ["gone", "new"]
