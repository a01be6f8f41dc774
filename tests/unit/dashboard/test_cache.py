"""How long values stay in the cache, and that it does not grow without bound."""

from dashboard import cache
from dashboard.cache import AdaptiveCache


class FakeCount:
    """A clock moved by hand and a count that takes `cost` seconds."""

    def __init__(self) -> None:
        self.time, self.cost, self.counted = 100.0, 0.1, 0

    def clock(self) -> float:
        return self.time

    def count(self) -> int:
        self.time += self.cost
        self.counted += 1
        return self.counted


def test_a_value_is_kept_a_hundred_times_as_long_as_it_took() -> None:
    fake = FakeCount()
    memory = AdaptiveCache(fake.clock)
    assert memory.get("articles", fake.count) == 1
    fake.time += 9.9
    assert memory.get("articles", fake.count) == 1
    fake.time += 0.2
    assert memory.get("articles", fake.count) == 2


def test_no_longer_than_a_minute() -> None:
    fake = FakeCount()
    fake.cost = 30
    memory = AdaptiveCache(fake.clock)
    memory.get("articles", fake.count)
    fake.time += 59
    assert memory.get("articles", fake.count) == 1
    fake.time += 2
    assert memory.get("articles", fake.count) == 2


def test_what_takes_no_time_is_computed_each_time() -> None:
    fake = FakeCount()
    fake.cost = 0
    memory = AdaptiveCache(fake.clock)
    assert [memory.get("articles", fake.count) for _ in range(3)] == [1, 2, 3]


def test_keys_do_not_mix_and_the_oldest_entry_is_dropped() -> None:
    fake = FakeCount()
    memory = AdaptiveCache(fake.clock)
    fake.cost = 1
    for n in range(cache._MAX_ENTRIES + 1):
        fake.time -= fake.cost  # all at one moment
        memory.get(n, fake.count)
    assert memory.get(1, fake.count) == 2
    assert memory.get(0, fake.count) == cache._MAX_ENTRIES + 2
