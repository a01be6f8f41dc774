"""The table of outlets in the docs is the one the registry makes, and the registry itself
stands.
"""

from pathlib import Path

import pytest

from baqylau import registry
from baqylau.model.outlet import Outlet
from console.outlet_tables import outlets_table

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def outlets() -> dict[str, Outlet]:
    return registry.load(ROOT / "outlets")


def test_the_docs_show_the_registry_as_it_is(outlets: dict[str, Outlet]) -> None:
    page = (ROOT / "docs" / "outlets.md").read_text(encoding="utf-8")
    assert outlets_table(outlets.values()) in page, (
        "run: baqylau outlets list --write docs/outlets.md"
    )


def test_a_hundred_editions_are_known_and_sixty_visited_by_a_sourced_way(
    outlets: dict[str, Outlet],
) -> None:
    sourced = [
        x
        for x in outlets.values()
        if x.enabled and any(w.confidence in {"A", "B", "C"} for w in x.discover)
    ]
    assert len(outlets) >= 100
    assert len(sourced) >= 60
    assert {x.country for x in outlets.values()} == {"kz", "kg", "uz", "tj", "tm", "regional"}


def test_every_outlet_stands_in_the_folder_of_its_country() -> None:
    for path in (ROOT / "outlets").rglob("*.toml"):
        assert registry.read(path).country == path.parent.name, path


def test_every_way_names_its_confidence_and_an_exception_its_reason(
    outlets: dict[str, Outlet],
) -> None:
    for outlet in outlets.values():
        assert all(w.confidence for w in outlet.discover), outlet.id
        assert outlet.tls == "verified" or len(outlet.tls) > 30, outlet.id
