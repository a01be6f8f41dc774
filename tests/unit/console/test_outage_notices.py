"""What is printed about outlets that cannot be read."""

from baqylau.store.queries.operations import OutletVisit
from console.outage_notices import OutageNotices

WELL, FAILING = OutletVisit("Дала", 0, "ok"), OutletVisit("Вестник", 1, "not reached: unknown host")


def test_an_outlet_is_named_when_it_fails_and_when_it_is_back() -> None:
    notices = OutageNotices()
    assert notices.update([WELL, FAILING]) == [
        "Cannot be read now: Вестник (not reached: unknown host). Tried again later; nothing is"
        " lost."
    ]
    assert notices.update([WELL, OutletVisit("Вестник", 2, "HTTP 503")]) == []
    assert notices.update([WELL, OutletVisit("Вестник", 0, "ok")]) == [
        "Can be read again: Вестник."
    ]
    assert notices.update([WELL, OutletVisit("Вестник", 0, "ok")]) == []


def test_without_internet_one_line_asks_about_the_connection() -> None:
    notices = OutageNotices()
    assert (
        notices.update([FAILING])[-1]
        == "No outlet visited so far could be read: is this machine on the internet?"
    )
    both = [FAILING, OutletVisit("Курьер", 1, "not reached: unknown host")]
    assert notices.update(both) == [
        "Cannot be read now: Курьер (not reached: unknown host). Tried again later; nothing is"
        " lost."
    ]


def test_many_are_counted() -> None:
    many = [OutletVisit(f"Газета {n:02}", 1, "not reached") for n in range(91)]
    assert (
        "Газета 04 (not reached) and 86 more (`baqylau status` names them)."
        in OutageNotices().update(many)[0]
    )


def test_without_visits_nothing_is_printed() -> None:
    assert OutageNotices().update([]) == []
