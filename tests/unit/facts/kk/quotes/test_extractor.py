"""Direct and indirect speech in Kazakh."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "«Көпір ашылды», – деді Ерлан Сатаев.",
            [
                (
                    "kk.marks_then_verb",
                    "Көпір ашылды», – деді Ерлан Сатаев",
                    "direct",
                    "Ерлан Сатаев",
                )
            ],
        ),
        (
            "Көпір ашылды, - деді Ерлан Сатаев.",
            [("kk.dash_then_verb", "Көпір ашылды, - деді Ерлан Сатаев", "direct", "Ерлан Сатаев")],
        ),
        (
            "Ерлан Сатаев: «Көпір ашылды».",
            [("kk.colon_marks", "Ерлан Сатаев: «Көпір ашылды", "direct", "Ерлан Сатаев")],
        ),
        (
            "Көпір ашылды, деп жазды Ерлан Сатаев.",
            [("kk.comma_deep", "Көпір ашылды, деп жазды Ерлан Сатаев", "direct", "Ерлан Сатаев")],
        ),
    ],
)
def test_direct_speech(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "quote", "kk"), "form", "speaker_name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Министр көпір ашылғанын айтты.",
            [("kk.accusative_clause", "Министр көпір ашылғанын айтты", "indirect", "министр")],
        ),
        (
            "Ерлан Сатаевтың айтуынша, көпір ашылды.",
            [
                (
                    "kk.according",
                    "Ерлан Сатаевтың айтуынша, көпір ашылды",
                    "indirect",
                    "Ерлан Сатаев",
                )
            ],
        ),
    ],
)
def test_indirect_speech(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "quote", "kk"), "form", "speaker_name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ол «Мерседес» сатып алды.", []),
    ],
)
def test_a_name_in_marks_is_no_speech(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "quote", "kk"), "form", "speaker_name") == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "«Алдымен жолды жөндейміз.\nКейін көпір саламыз», – деді әкім Самат Дүйсенов.",
            ["Алдымен жолды жөндейміз", "Кейін көпір саламыз"],
        ),
        (
            "«Алдымен жолды жөндейміз.\n«Кейін көпір саламыз», – деді әкім Самат Дүйсенов.",
            ["Алдымен жолды жөндейміз", "Кейін көпір саламыз"],
        ),
        (
            "«Жол бітті.\nКөпір де бітті.\nЕнді мектеп саламыз», – дейді Самат Дүйсенов.",
            ["Жол бітті", "Көпір де бітті", "Енді мектеп саламыз"],
        ),
    ],
)
def test_a_quote_over_paragraphs_is_read_whole(text: str, parts: list[str]) -> None:
    (quote,) = facts(text, "quote", "kk")
    assert [text[start:end] for start, end in quote["content"]] == parts
    assert quote["speaker_name"] == "Самат Дүйсенов"


def test_a_closed_quote_of_another_paragraph_is_not_joined() -> None:
    text = "«Жол» газеті шықты.\nКөпір салынады», – деді Самат Дүйсенов."
    assert all(
        text[start:end] != "Жол" for q in facts(text, "quote", "kk") for start, end in q["content"]
    )
