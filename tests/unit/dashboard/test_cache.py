"""What is remembered, how long, and that it does not grow without end."""

from dashboard import cache
from dashboard.cache import AdaptiveCache


class Stage:
    """A clock moved by hand and a count that takes `cost` seconds."""

    def __init__(self) -> None:
        self.time, self.cost, self.counted = 100.0, 0.1, 0

    def clock(self) -> float:
        return self.time

    def count(self) -> int:
        self.time += self.cost
        self.counted += 1
        return self.counted


def test_an_answer_is_kept_a_hundred_times_as_long_as_it_took() -> None:
    stage = Stage()
    memory = AdaptiveCache(stage.clock)
    assert memory.ask("articles", stage.count) == 1
    stage.time += 9.9
    assert memory.ask("articles", stage.count) == 1
    stage.time += 0.2
    assert memory.ask("articles", stage.count) == 2


def test_no_longer_than_a_minute() -> None:
    stage = Stage()
    stage.cost = 30
    memory = AdaptiveCache(stage.clock)
    memory.ask("articles", stage.count)
    stage.time += 59
    assert memory.ask("articles", stage.count) == 1
    stage.time += 2
    assert memory.ask("articles", stage.count) == 2


def test_what_costs_nothing_is_counted_each_time() -> None:
    stage = Stage()
    stage.cost = 0
    memory = AdaptiveCache(stage.clock)
    assert [memory.ask("articles", stage.count) for _ in range(3)] == [1, 2, 3]


def test_questions_do_not_mix_and_the_oldest_is_forgotten() -> None:
    stage = Stage()
    memory = AdaptiveCache(stage.clock)
    stage.cost = 1
    for n in range(cache._ROOM + 1):
        stage.time -= stage.cost  # all at one moment
        memory.ask(n, stage.count)
    assert memory.ask(1, stage.count) == 2
    assert memory.ask(0, stage.count) == cache._ROOM + 2
