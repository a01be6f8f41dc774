"""For any text, the facts have true offsets, are the same twice, and come in bounded time."""

import sys
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from baqylau.facts import extract
from baqylau.facts.analysis import Source
from baqylau.model.fact import Extraction, as_json

PUBLISHED = datetime(2026, 3, 10, 9, tzinfo=UTC)
PIECES = [
    "«", "»", "“", "”", '"', " – ", "– ", ", ", ". ", ": ", "\n", "сказал", "заявила",
    "отметил, что", "по словам", "министр", "Айгуль Сатаева", "Серика Нурланова", "деді",
    "деп хабарлайды", "айтуынша", "BAQ.KZ", "1 млн 200 тыс. тенге", "5,5–6,5%", "вчера",
    "с 1 по 3 мая", "в 2025 году", "назначен", "ТОО «Дала»", "№", "\u00a0", "он", "она",
    "акимат Алматы", "Қазақстан", "мәлімдеді", "екі жүз мыңнан астам", "5-6 пайызға", "теңгеден",
    "үштен бірі", "12-сі", "адам", "300 тоннадан 750 тоннаға дейін", "2026 жылғы 18 қарашада",
    "қаңтар–қазан айларында", "31 ақпан", "жыл соңына дейін", "өткен жұмада", "отыз үш жыл бұрын",
    "99999 жыл бұрын", "00-ы күні", "\x00", "\u200b", "👍", "ё", "й", "(", ")", "300", "кв. м",
    "до", "более", "Об этом сообщает",
]  # fmt: skip


def check(text: str, language: str | None = None) -> None:
    source = source_of(text, language)
    extraction = extract(source)
    check_offsets(text, extraction)
    assert extract(source) == extraction


def source_of(text: str, language: str | None = None) -> Source:
    return Source(text, title="Заголовок", outlet="BAQ.KZ", language=language, published=PUBLISHED)


def check_offsets(text: str, extraction: Extraction) -> None:
    for thing in (*extraction.mentions, *extraction.facts):
        assert text[thing.start : thing.end] == thing.text
        for slot in _slots(as_json(thing)):
            assert text[slot["start"] : slot["end"]] == slot["text"]
    for fact in extraction.facts:
        assert 0 <= fact.confidence <= 1
        assert 0 <= fact.sentence.start <= fact.sentence.end <= len(text)
        for start, end in as_json(fact).get("content", []):
            assert 0 <= start < end <= len(text)


def _slots(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if {"start", "end", "text"} <= value.keys() else []
        return own + [s for v in value.values() for s in _slots(v)]
    return []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.sampled_from([None, "ru", "kk", "en"]),
)
@example("» сказал", None)
def test_offsets_are_true_in_any_mixture_of_news_words(text: str, language: str | None) -> None:
    check(text, language)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_offsets_are_true_in_any_text(text: str) -> None:
    check(text)


BAD = {
    "empty": "",
    "one word": "Слово",
    "spaces": " \n \n\t ",
    "capitals": "МИНИСТР СКАЗАЛ, ЧТО БЮДЖЕТ ВЫРОСТЕТ НА 5%. АЙГУЛЬ САТАЕВА СОГЛАСНА. " * 20,
    "no spaces": "Министрсказалчтобюджетвырастетнапятьпроцентов" * 100,
    "unbalanced": "«Первое «второе «третье. " * 200 + "» – сказал он.",
    "straight marks": '"' * 3000,
    "dashes": "– " * 3000,
    "table": "\n".join(f"{i}\t{i * 1000} тенге\t{i}%" for i in range(400)),
    "names": ", ".join(["Айгуль Сатаева", "Серик Нурланов", "Ким А. Б.", "Цой"] * 250),
    "digits": "1 000 000 " * 1000,
    "control": "".join(chr(i) for i in range(1, 32)) * 50,
    "mixed": (
        "Министр сказал: «Да».\nПрезидент мәлімдеді, деп хабарлайды BAQ.KZ.\nThe minister said so."
        * 60
    ),
    "commas": "он сказал, " * 1000,
    "opened only": '"а ' * 5000,
    "closed only": "» " * 8000,
    "dashed speech": "– сказал он. – да " * 1000,
    "speeches": "«Да и нет», – сказал Ержан Сатаев. " * 600,
    "nobody of that gender": "Она сказала, что Ержан Сатаев молчит. " * 500,
    "companies": ", ".join(
        f"ТОО «{chr(1040 + i % 30)}{chr(1072 + i // 30 % 30)}тау»" for i in range(900)
    ),
    "people": ", ".join(
        f"Ержан {chr(1040 + i % 30)}{chr(1072 + i // 30 % 30)}каков" for i in range(900)
    ),
    "no full stop": "министр энергетики по словам аналитика сказал что " * 300,
    "announced": "он сказал:\n" * 1500,
    "one number": "1" * 20_000,
    "letters without a name": "\U000175c0\ue000\U0010ffff " * 500,
}


CALLS = 1_000  # per character; the texts below take 0 to 700, quadratic work takes more
COSTLY = {
    "commas": 4_000
}  # each of its reporting verbs looks for a speaker in all the words before
FIXED = 20_000  # calls, whatever the text
RUNAWAY = 10.0
"""Seconds of CPU for each 10,000 characters, and the same once more as a fixed part: ten times what
any text takes. This measures no speed: it catches a regular expression that backtracks, which the
count of calls does not show.
"""


def calls_of(source: Source) -> tuple[int, Extraction]:
    """How many functions are entered and left while the source is read, the same on every machine;
    and what was read.
    """
    count = 0

    def counting(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counting)
    try:
        extraction = extract(source)
    finally:
        sys.setprofile(None)
    return count, extraction


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_an_answer_in_bounded_work(name: str) -> None:
    text = BAD[name]
    check("Мост открыт.")  # the models are loaded
    start = time.process_time()
    extraction = extract(source_of(text))
    assert time.process_time() - start < RUNAWAY * (1 + len(text) / 10_000)
    check_offsets(text, extraction)
    calls, again = calls_of(source_of(text))  # the second reading
    assert again == extraction
    assert calls < FIXED + COSTLY.get(name, CALLS) * len(text)


@pytest.mark.size
def test_a_megabyte_of_text_is_read_in_bounded_time() -> None:
    text = (
        "Министр Серик Нурланов сообщил, что на дороги выделят 5,2 млрд тенге. Об этом он рассказал"
        " во вторник. " * 30 + "\n"
    ) * 330
    start = time.process_time()
    extraction = extract(Source(text, language="ru", published=PUBLISHED))
    assert time.process_time() - start < RUNAWAY * len(text) / 10_000
    assert extraction.facts
