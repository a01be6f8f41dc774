"""Figures that differ between reports keep the words of the first report."""

from baqylau.stories.differences import differing


def _amount(value: float, of: str) -> dict[str, object]:
    return {"value": value, "high": None, "currency": "KZT", "text": f"{value}", "of": {"text": of}}


def test_the_thing_is_worded_as_printed() -> None:
    found = differing(
        [
            (1, "a", _amount(100, "предварительная стоимость ремонта")),
            (2, "b", _amount(120, "Предварительная стоимость ремонта")),
        ]
    )
    assert [(x.unit, x.of) for x in found] == [("KZT", "предварительная стоимость ремонта")]
    assert [f.articles for f in found[0].figures] == [(1,), (2,)]


def test_one_value_or_one_outlet_is_no_difference() -> None:
    assert differing([(1, "a", _amount(100, "ремонт")), (2, "b", _amount(100, "ремонт"))]) == []
    assert differing([(1, "a", _amount(100, "ремонт")), (2, "a", _amount(120, "ремонт"))]) == []
