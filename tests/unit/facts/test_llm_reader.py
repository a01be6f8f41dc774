"""Of a language model's reply only what the article's own words confirm is used."""

import json
import pickle
from functools import partial
from typing import Any

import pytest

from baqylau.facts import extract
from baqylau.facts.analysis import Source
from baqylau.facts.llm_reader import CONFIDENCE, answered

TEXT = (
    "Глава кооператива Сара Туле вспоминала о засухе. В ауле прошли скачки в честь урожая. Жыр"
    " звучал до утра."
)


def read(*rows: Any, reply: str | None = None) -> list[Any]:
    answer = reply if reply is not None else json.dumps({"facts": list(rows)}, ensure_ascii=False)
    return [
        f
        for f in extract(Source(TEXT, language="ru"), lambda _messages: answer).facts
        if f.rule.startswith("ai.")
    ]


def test_words_of_the_text_get_their_characters() -> None:
    (event,) = read({"type": "event", "text": "скачки в честь урожая", "kind": "sport"})
    assert TEXT[event.start : event.end] == event.text == "скачки в честь урожая"
    assert (event.rule, event.confidence) == ("ai.event", CONFIDENCE)


def test_altered_words_are_refused() -> None:
    assert read({"type": "event", "text": "скачки в честь Урожая", "kind": "sport"}) == []
    assert read({"type": "event", "text": "скачки  в честь урожая", "kind": "sport"}) == []


def test_an_altered_speaker_is_left_out() -> None:
    (quote,) = read(
        {
            "type": "quote",
            "text": "Жыр звучал до утра",
            "speaker": "Сара Тулеева",
            "form": "indirect",
        }
    )
    assert quote.speaker is None
    assert quote.speaker_name is None


def test_a_speaker_gets_the_documents_own_name() -> None:
    (quote,) = read(
        {"type": "quote", "text": "Жыр звучал до утра", "speaker": "Сара Туле", "form": "direct"}
    )
    assert quote.speaker_name == "Сара Туле"


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "I'm sorry, I cannot help with that.",
        "{",
        '{"facts": 3}',
        "[]",
        '{"facts": [1, null, "x"]}',
        "[" * 5000,
        '{"facts": [{"type": "event"}]}',
    ],
)
def test_a_reply_of_another_shape_gives_nothing(reply: str) -> None:
    assert read(reply=reply) == []


@pytest.mark.parametrize(
    "row",
    [
        {"type": "event", "text": "скачки", "kind": "horse race"},
        {"type": "event", "text": "скачки", "kind": ["sport"]},
        {"type": "wish", "text": "скачки"},
        {"type": ["event"], "text": "скачки"},
        {"type": "attribution", "text": "скачки", "source": "скачки", "layer": "rumour"},
        {"type": "document", "text": "скачки", "kind": ""},
        {"type": "event", "text": "   ", "kind": "sport"},
        {"type": "event", "text": 7, "kind": "sport"},
    ],
)
def test_a_value_the_contract_does_not_know_is_refused(row: dict[str, Any]) -> None:
    assert read(row) == []


def test_a_fact_that_a_rule_has_found_is_not_repeated() -> None:
    text = "Министры подписали меморандум о сотрудничестве."
    row = {"type": "document", "text": "меморандум о сотрудничестве", "kind": "меморандум"}
    facts = extract(
        Source(text, language="ru"), lambda _messages: json.dumps({"facts": [row, row]})
    ).facts
    assert [f.rule for f in facts if f.type == "document"] == ["ru.document_about"]


def test_without_a_reply_the_facts_of_the_rules_stay() -> None:
    source = Source(TEXT, language="ru")
    assert extract(source, lambda _messages: None) == extract(source)


def test_an_answer_can_be_sent_to_another_process() -> None:
    ask = pickle.loads(
        pickle.dumps(
            partial(answered, '{"facts": [{"type": "event", "text": "скачки", "kind": "sport"}]}')
        )
    )
    assert [f.rule for f in extract(Source("В ауле прошли скачки.", language="ru"), ask).facts] == [
        "ai.event"
    ]
