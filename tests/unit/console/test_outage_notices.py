"""What the terminal is told of outlets that cannot be read."""

from baqylau.store.queries.operations import OutletVisit
from console.outage_notices import OutageNotices

WELL, SILENT = OutletVisit("Дала", 0, "ok"), OutletVisit("Вестник", 1, "not reached: unknown host")


def test_an_outlet_is_named_when_it_falls_silent_and_when_it_is_back() -> None:
    reach = OutageNotices()
    assert reach.news([WELL, SILENT]) == [
        "Cannot be read now: Вестник (not reached: unknown host). Tried again later; nothing is"
        " lost."
    ]
    assert reach.news([WELL, OutletVisit("Вестник", 2, "HTTP 503")]) == []
    assert reach.news([WELL, OutletVisit("Вестник", 0, "ok")]) == ["Can be read again: Вестник."]
    assert reach.news([WELL, OutletVisit("Вестник", 0, "ok")]) == []


def test_without_internet_the_reason_is_asked_for_once() -> None:
    reach = OutageNotices()
    assert (
        reach.news([SILENT])[-1]
        == "No outlet visited so far could be read: is this machine on the internet?"
    )
    both = [SILENT, OutletVisit("Курьер", 1, "not reached: unknown host")]
    assert reach.news(both) == [
        "Cannot be read now: Курьер (not reached: unknown host). Tried again later; nothing is"
        " lost."
    ]


def test_many_are_counted() -> None:
    many = [OutletVisit(f"Газета {n:02}", 1, "not reached") for n in range(91)]
    assert (
        "Газета 04 (not reached) and 86 more (`baqylau status` names them)."
        in OutageNotices().news(many)[0]
    )


def test_nothing_visited_nothing_told() -> None:
    assert OutageNotices().news([]) == []
