"""Which entity the names of an article mean."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from baqylau.entities.assign import Candidate, Cluster, assign
from baqylau.entities.blocks import keys, lock_of, wanted
from baqylau.entities.query import readings

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def person(number: int, *names: str, role: str = "", days: int = 3) -> Candidate:
    said = ((role, NOW - timedelta(days=days)),) if role else ()
    return Candidate(number, "person", names, said)


def entities(
    *clusters: Cluster, known: tuple[Candidate, ...] = (), **more: object
) -> list[int | None]:
    return [x.entity for x in assign(clusters, known, NOW, **more)]  # type: ignore[arg-type]


def test_a_known_name_in_another_script() -> None:
    known = (person(1, "Қасым-Жомарт Тоқаев"), person(2, "Ирина Цой"))
    found = entities(
        Cluster("person", "Kassym-Jomart Tokayev"), Cluster("person", "Цой Ирина"), known=known
    )
    assert found == [1, 2]


@pytest.mark.parametrize("name", ["Kassym-Jomart Tokayev", "Тоқаев", "Серик Ахметов", "Қ. Тоқаев"])
def test_keys_that_the_store_has_give_the_same_decisions(name: str) -> None:
    known = [person(1, "Қасым-Жомарт Тоқаев", "Тоқаев"), person(2, "Серик Ахметов", role="боксёр")]
    stored = [
        replace(x, held=frozenset(z for y in x.names for z in lock_of(x.type, y))) for x in known
    ]
    asked = [Cluster("person", name, ("премьер-министр",))]
    assert assign(asked, stored, NOW) == assign(asked, known, NOW)


def test_stored_keys_are_not_told_again_from_the_names() -> None:
    names = [f"Асель Тестов{x}баева" for x in "абвгд"]
    stored = [person(n, x) for n, x in enumerate(names, 1)]
    before = keys.cache_info().currsize
    assign([Cluster("place", "Тестовка")], [replace(x, held=frozenset("p")) for x in stored], NOW)
    assert keys.cache_info().currsize - before <= 1  # the cluster's own


def test_namesakes_stay_two_and_are_offered() -> None:
    known = (person(1, "Серик Ахметов", role="боксёр"),)
    (decision,) = assign([Cluster("person", "Серик Ахметов", ("премьер-министр",))], known, NOW)
    assert decision.entity == -1
    assert [x for x, _ in decision.offered] == [1]


def test_between_two_namesakes_nothing_is_sure_without_a_role() -> None:
    known = (
        person(1, "Серик Дуйсенов", role="боксёр"),
        person(2, "Серик Дуйсенов", role="министр"),
    )
    assert entities(Cluster("person", "Серик Дуйсенов"), known=known) == [None]
    assert entities(Cluster("person", "Серик Дуйсенов", ("министр торговли",)), known=known) == [2]


@pytest.mark.parametrize(
    ("name", "role", "entity"),
    [("Ахметов", "", None), ("Ахметов", "боксёр", 1), ("Ахметов", "прокурор", None),
     ("С. Ахметов", "", None), ("С. Ахметов", "боксёр", 1), ("Цой", "", 2), ("И. Цой", "", 2),
     ("А. Цой", "", -1), ("Серик", "", None), ("Ольга", "", None)],
)  # fmt: skip
def test_names_that_lack_a_part(name: str, role: str, entity: int | None) -> None:
    known = (person(1, "Серик Ахметов", role="боксёр"), person(2, "Ирина Цой"))
    cluster = Cluster("person", name, (role,) if role else ())
    assert entities(cluster, known=known) == [entity]


def test_a_role_of_long_ago_says_less() -> None:
    cluster = Cluster("person", "Ахметов", ("боксёр",))
    old = person(1, "Серик Ахметов", role="боксёр", days=400)
    (decision,) = assign([cluster], [old], NOW)
    (fresh,) = assign([cluster], [person(1, "Серик Ахметов", role="боксёр")], NOW)
    assert fresh.score > decision.score


def test_one_new_name_in_two_spellings_is_one_new_entity() -> None:
    found = entities(*(Cluster("organization", x) for x in ("ҚТЖ", "KTZ", "Каз Транс Жол")))
    assert found[0] == found[1] == -1
    assert found[2] == -2


def test_what_was_decided_stays_and_an_equal_choice_stays_where_it_was() -> None:
    known = (person(1, "Ерлан Дуйсенов"), person(2, "Ерлан Дуйсенов"))
    cluster = Cluster("person", "Ерлан Дуйсенов")
    key = {("person", "Ерлан Дуйсенов"): 2}
    assert entities(cluster, known=known, kept=key) == [2]
    assert entities(cluster, known=known, before=key) == [2]


def test_a_given_name_that_contradicts_one_of_the_names() -> None:
    known = (person(1, "С. Цой", "Серик Цой"),)
    assert entities(Cluster("person", "Самат Цой"), known=known) == [-1]


@pytest.mark.parametrize("asked", ["Цоя", "Ирина Цой", "Цой Ирина", "Ирины Цой", "Tsoy", "И. Цой"])
def test_a_name_in_any_form_is_looked_up(asked: str) -> None:
    (own,) = keys("person", "Ирина Цой")
    looked = [wanted("person", x) for x in readings(asked)]
    assert any(own.block in blocks or own.wide in wide for blocks, wide in looked)
