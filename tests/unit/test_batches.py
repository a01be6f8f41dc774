"""How many rows the next transaction of a long work takes."""

from typing import Any

import pytest

from baqylau.store import batches
from baqylau.store.batches import Batches


@pytest.fixture
def sized(monkeypatch: pytest.MonkeyPatch) -> Batches:
    monkeypatch.setattr(batches, "_WANTED", 0.1)

    class Engine:
        class dialect:  # noqa: N801
            name = "postgresql"

    engine: Any = Engine()
    return Batches(engine)


def took(sized: Batches, *seconds: float) -> None:
    for each in seconds:
        sized._held = each
        sized.fit(sized.size)


def test_quick_transactions_make_it_larger_step_by_step(sized: Batches) -> None:
    took(sized, 0.001)
    assert sized.size == 400
    took(sized, *[0.001] * 10)
    assert sized.size == 2_000


def test_a_transaction_that_had_no_processor_changes_little(sized: Batches) -> None:
    took(sized, *[0.1] * 5)
    assert sized.size == 200
    took(sized, 5.0, 5.0, 5.0)
    assert sized.size == 200


def test_rows_that_are_slow_each_time_make_it_smaller(sized: Batches) -> None:
    took(sized, *[0.1] * 4, *[0.2] * 4)
    assert 80 < sized.size < 120
    took(sized, *[50.0] * 8)
    assert sized.size == 50


def test_a_transaction_without_rows_changes_nothing(sized: Batches) -> None:
    sized.fit(0)
    assert sized.size == 200
