"""Who has spoken before a place."""

from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.speaker import Kind, Speaker
from baqylau.model.fact import Slot


def _speaker(name: str, kind: Kind = "person") -> Speaker:
    return Speaker(Slot(0, 1, "x"), name, None, kind)


def test_only_speakers_before_the_place_count_and_the_order_of_adding_does_not() -> None:
    history = History()
    history.add(50, 60, _speaker("Асқар"))
    history.add(10, 20, _speaker("Айна"))
    history.add(90, 95, _speaker("Болат"))
    assert [s.speaker.name for s in history.before(80)] == ["Асқар", "Айна"]
    last = history.last(50)
    assert last
    assert last.name == "Айна"
    assert history.last(10) is None


def test_a_message_is_written_by_the_institution_that_spoke_last_and_by_no_person() -> None:
    history = History()
    history.add(10, 20, _speaker("Минфин", "institution"))
    wrote = history.last_institution(15)
    assert wrote
    assert wrote.name == "Минфин"
    history.add(30, 40, _speaker("Асқар"))
    assert history.last_institution(50) is None
    assert history.institutions(50) == [(10, "Минфин")]
