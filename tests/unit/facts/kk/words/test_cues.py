"""The cues of Kazakh speech."""

import pytest

from baqylau.facts.kk.words.cues import cue_at


@pytest.mark.parametrize(
    ("words", "cue", "kind"),
    [
        ("деді әкім", "деді", "said"),
        ("деп атап өтті әкім", "деп атап өтті", "said"),
        ("деп мәлімет берді әкім", "деп мәлімет берді", "said"),
        ("деп түйді заңгер", "деп түйді", "said"),
        ("деп ағынан жарылды әнші", "деп ағынан жарылды", "said"),
        ("деп кейіп отыр кәсіпкер", "деп кейіп отыр", "said"),
        ("делінген хабарламада", "делінген", "written"),
        ("деп жазылған хатта", "деп жазылған", "written"),
        ("деп хабарлайды BAQ.KZ", "деп хабарлайды", "relay"),
    ],
)
def test_a_cue_has_its_kind(words: str, cue: str, kind: str) -> None:
    found = cue_at(words, 0, len(words))
    assert found
    assert (words[found.start : found.end], found.kind) == (cue, kind)


@pytest.mark.parametrize(
    "words",
    [
        "деп аталады",
        "деп танылды",
        "деп белгіленді",
        "деп түңілмейді",
        "деп күтілуде",
        "деген фильм",
    ],
)
def test_a_name_a_judgement_and_what_is_not_said_are_no_cues(words: str) -> None:
    assert cue_at(words, 0, len(words)) is None
