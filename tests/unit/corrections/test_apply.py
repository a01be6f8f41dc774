"""Corrections over facts: what is shown, what is said to have been read, what stays untouched."""

from typing import Any

import pytest

from baqylau.corrections.apply import corrected, corrected_record, who_of
from baqylau.corrections.gold import WARNING, record
from tests.gold.reading import read as read_gold

SENTENCE = "«Мост откроют к весне», – сообщил аким района Ерлан Сатаев."
AT = 100  # where the sentence stands in its article
QUOTE: dict[str, Any] = {
    "type": "quote", "start": AT, "end": AT + len(SENTENCE), "text": SENTENCE,
    "sentence": [AT, AT + len(SENTENCE)], "confidence": 0.9, "rule": "r", "form": "direct",
    "content": [[AT + 1, AT + 21]], "cue": None,
    "speaker": {"start": AT + 46, "end": AT + 58, "text": "Ерлан Сатаев", "name": "Ерлан Сатаев"},
    "speaker_name": "Ерлан Сатаев", "speaker_role": "аким",
    "slot_confidence": {"speaker_name": 0.7},
}  # fmt: skip
ROLE: dict[str, Any] = {
    "type": "role", "start": AT, "end": AT + 9, "text": "аким Ким", "sentence": [AT, AT + 9],
    "confidence": 0.9, "rule": "r", "organization": None, "place": None,
    "person": {"start": AT + 5, "end": AT + 8, "text": "Ким"},
    "position": {"start": AT, "end": AT + 4, "text": "аким"}, "slot_confidence": {},
}  # fmt: skip


def mark(value: Any, number: int = 1) -> dict[str, Any]:
    return {"id": number, "value": value, "by": "aigul", "when": "2026-11-30T09:00:00+00:00"}


@pytest.mark.parametrize("marks", [None, {}])
def test_without_corrections_a_fact_is_what_it_was(marks: Any) -> None:
    assert corrected(QUOTE, marks) == QUOTE


def test_a_corrected_speaker_says_what_was_read_and_by_whom() -> None:
    shown = corrected(QUOTE, {"speaker_name": mark("Асель Ким")})
    assert (shown["speaker_name"], who_of(shown)) == ("Асель Ким", "Асель Ким")
    assert shown["slot_confidence"] == {"speaker_name": 1.0}
    assert shown["corrected"]["speaker_name"] == mark("Асель Ким") | {"read": "Ерлан Сатаев"}
    same = ("start", "end", "text", "sentence", "content", "speaker_role", "rule", "confidence")
    assert [shown[x] for x in same] == [QUOTE[x] for x in same]
    assert QUOTE["speaker_name"] == "Ерлан Сатаев"


def test_nobody_spoke() -> None:
    shown = corrected(QUOTE, {"speaker_name": mark(None)})
    assert shown["speaker_name"] is shown["speaker"] is who_of(shown) is None
    assert shown["slot_confidence"] == {}


def test_a_corrected_slot_stays_at_its_words_and_a_new_one_at_the_fact() -> None:
    shown = corrected(ROLE, {"position": mark("министр"), "organization": mark("завод")})
    assert shown["position"] == ROLE["position"] | {"name": "министр"}
    assert shown["organization"] == {"start": AT, "end": AT, "text": "завод", "name": "завод"}
    assert shown["corrected"]["organization"]["read"] is None
    assert who_of(corrected(ROLE, {"person": mark("Асель Ким")})) == "Асель Ким"


def test_a_record_of_an_article_says_what_was_read() -> None:
    read = {"title": "Сайт | Мост", "kind": "article"}
    assert corrected_record(read, None) == read | {"corrected": {}}
    shown = corrected_record(read, {"title": mark("Мост"), "unknown": mark(1)})
    assert shown["title"] == "Мост"
    assert shown["corrected"] == {"title": mark("Мост") | {"read": "Сайт | Мост"}}


@pytest.mark.parametrize("fact", [QUOTE, ROLE, corrected(QUOTE, {"speaker_name": mark(None)})])
def test_a_gold_sentence_can_be_read_back_and_warns(fact: dict[str, Any], tmp_path: Any) -> None:
    sentence = SENTENCE if fact["type"] == "quote" else ROLE["text"]
    given = record(fact, sentence, "ru")
    assert given["warning"] == WARNING
    own = given["fact"]
    assert sentence[own["start"] : own["end"]] == fact["text"]
    assert "corrected" not in own
    path = tmp_path / "gold.txt"
    path.write_text(given["gold"], encoding="utf-8")
    [read] = read_gold(path)
    assert read.text == sentence
    assert len(read.facts) == 1
    if fact["type"] == "quote":
        assert read.facts[0].slots["speaker_name"] == fact["speaker_name"]


def test_a_fact_that_is_wrong_is_a_sentence_with_nothing(tmp_path: Any) -> None:
    given = record(corrected(QUOTE, {"hidden": mark(True)}), SENTENCE, "ru")
    assert given["wrong"] is True
    path = tmp_path / "gold.txt"
    path.write_text(given["gold"], encoding="utf-8")
    assert read_gold(path)[0].facts == []
