"""The names of a document counted as factRuEval-2016 counts them."""

import pytest

from benchmarks.factrueval import counts

TEXT = "В мэрии Москвы партия «Яблоко» ждала Сергея Петровича Кима. Компания молчала."


def _gold(kind: str, *spans: tuple[str, str]) -> dict[str, object]:
    at = [
        {"type": name, "start": TEXT.index(words), "end": TEXT.index(words) + len(words)}
        for name, words in spans
    ]
    return {
        "type": kind,
        "start": min(s["start"] for s in at),
        "end": max(s["end"] for s in at),
        "spans": at,
    }


GOLDS = [
    _gold("ORG", ("org_descr", "мэрии"), ("loc_name", "Москвы")),
    _gold("LOC", ("loc_name", "Москвы")),
    _gold("ORG", ("org_descr", "партия"), ("org_name", "Яблоко")),
    _gold("PER", ("name", "Сергея"), ("patronymic", "Петровича"), ("surname", "Кима")),
    _gold("ORG", ("org_descr", "Компания")),
]


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("ORG", "«Яблоко»", (1, 1, 3)),
        ("ORG", "партия «Яблоко»", (1, 1, 3)),
        ("ORG", "партия «Яблоко» ждала", (0.5, 1, 3)),
        ("ORG", "мэрии Москвы", (1, 1, 3)),
        ("LOC", "Москвы", (0, 0, 3)),
        ("LOC", "Яблоко", (0, 1, 3)),
        ("PER", "Сергея Петровича", (2 / 3, 1, 3)),
        ("ORG", "Компания", (0, 0, 3)),
    ],
)
def test_a_pair_is_as_right_as_its_words(
    kind: str, words: str, expected: tuple[float, float, float]
) -> None:
    start = TEXT.index(words)
    assert counts(TEXT, [(kind, start, start + len(words))], GOLDS) == pytest.approx(expected)


def test_nothing_found_is_all_missed() -> None:
    assert counts(TEXT, [], GOLDS) == (0, 0, 3)
