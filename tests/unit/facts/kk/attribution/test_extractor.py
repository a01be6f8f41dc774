"""Where a Kazakh text says its news comes from."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Көпір ашылды, деп хабарлайды BAQ.KZ тілшісі.",
            [("kk.deep_khabarlaidy", "деп хабарлайды BAQ.KZ тілшісі", "self", "BAQ.KZ")],
        ),
        (
            "Көпір ашылды, деп хабарлайды BAQ.KZ Reuters-ке сілтеме жасап.",
            [
                ("kk.deep_khabarlaidy", "деп хабарлайды BAQ.KZ", "cited", "BAQ.KZ"),
                ("kk.silteme", "Reuters-ке сілтеме жасап", "cited", "Reuters"),
            ],
        ),
        (
            "Бұл туралы облыстық полиция департаменті хабарлады.",
            [
                (
                    "kk.pointed",
                    "Бұл туралы облыстық полиция департаменті хабарлады",
                    "official",
                    "облыстық полиция департаменті",
                )
            ],
        ),
        (
            "Полиция мәліметінше, жол жабық.",
            [("kk.according_to_data", "Полиция мәліметінше", "official", "полиция")],
        ),
        (
            "Reuters-ке сілтеме жасап жазды.",
            [("kk.silteme", "Reuters-ке сілтеме жасап", "cited", "Reuters")],
        ),
        (
            "Әкім Facebook парақшасында жазды.",
            [("kk.social", "Facebook парақшасында", "social", "Facebook")],
        ),
    ],
)
def test_a_source_has_its_layer(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "attribution", "kk"), "layer", "source") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Көпір ашылды.", []),
    ],
)
def test_news_without_a_source(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "attribution", "kk"), "layer", "source") == expected
