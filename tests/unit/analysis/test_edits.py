"""What an edit meant."""

import time

import pytest

from baqylau.analysis.edits import EditKind, edits

TITLE = "Мост через Есиль"
QUOTE = "«Мы не будем платить за чужие ошибки, деньги вернет подрядчик»"


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("Погибли 5 человек.", "Погибли 6 человек.", ["figure"]),
        ("Құны 4,5 млрд теңге.", "Құны 45 млрд теңге.", ["figure"]),
        ("Мост откроют в январе.", "Мост откроют в марте.", ["date"]),
        ("Көпір дүйсенбі ашылады.", "Көпір жұма күні ашылады.", ["date"]),
        ("Аким Ерлан Сатаев открыл мост.", "Аким Марат Досов открыл мост.", ["name"]),
        ("Вручили Ерлану Сатаеву.", "Вручил Ерлан Сатаев.", ["wording"]),
        (f"Мост открыт.\n{QUOTE}, – сказал аким.", "Мост открыт.", ["quote_removed"]),
        ("Мост открыт.", f"Мост открыт.\n{QUOTE}, – сказал аким.", ["quote_added"]),
        (
            f"Аким ответил: {QUOTE}. Мост откроют весной.",
            "Аким не ответил. Мост откроют весной.",
            ["quote_removed", "wording"],
        ),
        ("Мост открыт.\nПодрядчик скрылся с деньгами.", "Мост открыт.", ["text_removed"]),
        ("Мост открыт.", "Мост открыт.\nПодрядчика задержали в аэропорту.", ["text_added"]),
        ("Мост открыли с опоздаием на год.", "Мост открыли с опозданием на год.", ["typo"]),
        ("Мост построили.", "Мост открыли.", ["wording"]),
    ],
)
def test_the_kinds_of_an_edit(before: str, after: str, kinds: list[str]) -> None:
    assert [str(x.kind) for x in edits(TITLE, before, TITLE, after)] == kinds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Аким «Есиля» сказал - еще раз", 'Аким "Есиля" сказал — ещё раз'),
        ("Мост  открыт.", "Мост открыт."),
        ("Мост открыт.", "Мост открыт.\nОбновлено 12 ноября в 14:05"),
        ("Мост ашылды.\nЖаңартылды: 14:05", "Мост ашылды.\nЖаңартылды: 15:20"),
    ],
)
def test_marks_spaces_and_notes_of_an_update_are_no_edit(before: str, after: str) -> None:
    assert edits(TITLE, before, TITLE, after) == []


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Чиновник украл миллион", "Чиновник подозревается в краже", EditKind.HEADLINE_SOFTER),
        ("Цены вырастут", "Цены могут вырасти", EditKind.HEADLINE_SOFTER),
        ("Цены могут вырасти", "Цены вырастут", EditKind.HEADLINE_SHARPER),
        ("Көпір ашылды", "Есілдегі көпір ашылды", EditKind.HEADLINE),
        ("Shops may close", "Shops close", EditKind.HEADLINE_SHARPER),
    ],
)
def test_the_tone_of_a_headline(before: str, after: str, kind: EditKind) -> None:
    (edit,) = edits(before, "Текст.", after, "Текст.")
    assert (edit.kind, edit.in_title) == (kind, True)


def test_a_mistyped_headline_is_a_typo_alone() -> None:
    (edit,) = edits("Мост отрыли весной", "Текст.", "Мост открыли весной", "Текст.")
    assert (edit.kind, edit.before, edit.after) == (EditKind.TYPO, "отрыли", "открыли")


def test_the_heaviest_change_comes_first() -> None:
    found = edits(TITLE, "Построили 5 мостов.\nТекст.", TITLE, "Открыли 6 мостов.\nТекст.")
    assert found[0].kind is EditKind.FIGURE


def test_a_rewritten_book_costs_no_more_than_a_rewritten_page() -> None:
    """Work is bounded for the whole article, however many long paragraphs were rewritten."""

    def spent(paragraphs: int) -> float:
        old, new = (
            "\n".join(" ".join(f"{word}{n}x{i}" for i in range(400)) for n in range(paragraphs))
            for word in ("старое", "новое")
        )
        start = time.process_time()
        assert edits(TITLE, old, TITLE, new)
        return time.process_time() - start

    spent(1)
    assert spent(40) < 40 * max(spent(4), 0.01)
