"""The table of pairs of names is a floor: how many of the pairs that are one are found, and how
many that are two are joined.
"""

import csv
from pathlib import Path

import pytest

from baqylau.entities.compare import LINE, Named, compare

GOLD = Path(__file__).parents[2] / "gold" / "entities"
F1, FALSE_JOINS = 0.97, 0.02


def rows(name: str) -> list[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def likely(row: dict[str, str], typed: bool) -> float:
    kind = row["type"] if typed else ""
    return compare(Named(row["a"], row["a_role"], kind), Named(row["b"], row["b_role"], kind))


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("name", ["pairs.tsv", "pairs_second.tsv"])
def test_the_floor(name: str, typed: bool) -> None:
    table = rows(name)
    said = [(x["same"] == "1", likely(x, typed) >= LINE) for x in table]
    right = sum(same and one for same, one in said)
    false = sum(one and not same for same, one in said)
    missed = sum(same and not one for same, one in said)
    assert 2 * right / (2 * right + false + missed) >= F1
    assert false / sum(not same for same, _ in said) <= FALSE_JOINS


def test_the_table_is_wide_enough() -> None:
    table = rows("pairs.tsv")
    unlike = sum(x["same"] == "0" for x in table)
    assert len(table) >= 400
    assert unlike / len(table) > 0.4
    assert all(x["reason"] for x in table)


def test_both_ways_give_one_answer() -> None:
    for x in rows("pairs.tsv"):
        turned = x | {"a": x["b"], "a_role": x["b_role"], "b": x["a"], "b_role": x["a_role"]}
        assert likely(x, True) == pytest.approx(likely(turned, True)), x
