"""What entities cost: numbers of synthetic persons come in (up to a million unless given); bytes an
entity in SQLite, and the CPU time an article takes to be linked, go out.

$ make bench-entities
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from baqylau.clock import now
from baqylau.entities.assign import Cluster, assign
from baqylau.entities.blocks import keys
from baqylau.store.connect import connect, reading, writing
from baqylau.store.entities import row_of
from baqylau.store.entity_candidates import candidates_by_sound
from baqylau.store.schema import migrate
from baqylau.store.tables import entities, entity_names

SIZES = (50_000, 150_000, 1_000_000)
ARTICLES = 1000
WARM = 1000
"""Articles before the measured ones: a worker runs for days."""
OFTEN, SHARE = 2000, 0.8
"""So many persons are named in this share of all places."""
PERSONS = 6
"""Persons of an article; as many as the real ones of the notes have."""
_PORTION = 20_000
_PARTS = """
Асхат Болат Данияр Ерлан Жандос Кайрат Марат Нурлан Олжас Руслан Серик Тимур Айгуль Динара
Гульнара Ирина Мадина Сауле Әсел Қанат Бақытжан Ғани Жанна Виктор Сергей Наталья Алексей

Аб Ахм Бай Бек Дос Есен Жан Жум Ибр Кал Кас Кен Мук Мус Нур Ораз Осп Рах Сад Сап

ал ан ар ат ен ер ет ик ил им ин ир иш ог ол он ор ос ул ум ун ур ус ыл ым ын

ба га да жа ка ла ма на ра са та ша бе ге де же ке ле ме не ре се те ше
"""
_GIVEN, _ROOTS, _MIDDLES, _LASTS = (x.split() for x in _PARTS.split("\n\n"))


def names(count: int, seed: int = 1) -> Iterator[str]:
    """Made-up persons, some of whom share a surname."""
    picked = random.Random(seed)
    for _ in range(count):
        given = picked.choice(_GIVEN)
        woman = given[-1] in "ая"
        root = "".join(map(picked.choice, (_ROOTS, _MIDDLES, _MIDDLES, _LASTS)))
        yield f"{given} {root}{'ева' if woman else 'ев'}"


def fill(engine: Engine, count: int) -> None:
    """An entity with one name for each person."""
    every = enumerate(names(count), 1)
    known: dict[str, list[dict[str, Any]]] = {}  # some persons have one name

    def keyed(name: str) -> list[dict[str, Any]]:
        if name not in known:
            known[name] = [row_of(x) for x in keys("person", name)]
        return known[name]

    while portion := [x for _, x in zip(range(_PORTION), every, strict=False)]:
        with writing(engine) as connection:
            connection.execute(
                insert(entities),
                [{"id": n, "type": "person", "name": name} for n, name in portion],
            )
            connection.execute(
                insert(entity_names),
                [{"entity": n, "name": name} | x for n, name in portion for x in keyed(name)],
            )


def _in_the_news(count: int) -> list[str]:
    """Names of the measured articles: of four in five persons the press writes often, as it does of
    the known; the fifth is anybody.
    """
    picked = random.Random(3)
    known = list(names(count))
    often = known[:OFTEN]
    return [
        picked.choice(often if picked.random() < SHARE else known)
        for _ in range((WARM + ARTICLES) * PERSONS)
    ]


def cpu() -> float:
    """Seconds of this process."""
    return time.process_time()


def measure(engine: Engine, count: int) -> dict[str, float]:
    """Milliseconds an article: looking candidates up, and deciding."""
    asked = _in_the_news(count)
    looked, decided, found = 0.0, 0.0, 0
    moment = now()
    with reading(engine) as connection:
        for at in range(0, len(asked), PERSONS):
            clusters = [Cluster("person", x) for x in asked[at : at + PERSONS]]
            began = cpu()
            known = candidates_by_sound(connection, [(x.type, x.name) for x in clusters])
            middle = cpu()
            assign(clusters, known, moment)
            if at < WARM * PERSONS:
                continue
            looked += middle - began
            decided += cpu() - middle
            found += len(known)
    return {
        "entities": count,
        "candidates an article": round(found / ARTICLES, 1),
        "lookup, ms an article": round(1000 * looked / ARTICLES, 3),
        "decision, ms an article": round(1000 * decided / ARTICLES, 3),
    }


def _measured(url: str, count: int) -> dict[str, float]:
    """`measure` in a process of its own: the one that filled the tables knows all names' keys."""
    engine = connect(url)
    found = measure(engine, count)
    engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found | {"peak memory, MB": peak}


def _sized(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entities.db"
        engine = connect(f"sqlite:///{path}")
        migrate(engine)
        empty = path.stat().st_size
        fill(engine, count)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        size = (path.stat().st_size - empty) / count
        with ProcessPoolExecutor(1, get_context("spawn")) as alone:
            found = alone.submit(_measured, f"sqlite:///{path}", count).result()
        return found | {"bytes an entity": round(size)}


def main() -> None:
    for count in map(int, sys.argv[1:] or SIZES):
        for name, value in _sized(count).items():
            print(f"{name:<26} {value}")


if __name__ == "__main__":
    main()
