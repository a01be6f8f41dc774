"""Stages are named in one place: outside `baqylau/stages.py` and `workers/stages/` no code compares
with, or hands on, a stage by its name.
"""

import ast
from pathlib import Path

import pytest

from baqylau.stages import STAGES

ROOT = Path(__file__).parents[2]
PACKAGES = ("baqylau", "console", "crawler", "dashboard", "workers")
OWN = (ROOT / "baqylau/stages.py", ROOT / "workers/stages")
ALLOWED = {
    "baqylau/disclosure.py": "a field of an article's record is called so",
    "baqylau/store/article_changes.py": "a kind of change is called so",
    "baqylau/store/migrations/versions/0015_the_api.py": "a table is called so",
    "baqylau/store/queries/article_records.py": "a field of an article's record is called so",
    "baqylau/store/queries/articles.py": "columns of an article's row are called so",
    "baqylau/store/erasure.py": "tables are called so",
    "baqylau/store/tables/__init__.py": "tables are called so",
    "baqylau/store/tables/entity.py": "a table is called so",
    "baqylau/store/tables/workers.py": "a table is called so",
    "baqylau/store/migrations/versions/0001_the_first_tables.py": "tables are called so",
    "baqylau/store/migrations/versions/0009_entities.py": "tables are called so",
    "baqylau/store/migrations/versions/0011_corrections.py": "a table is called so",
    "baqylau/store/roles.py": "tables are called so",
    "baqylau/clean/visible_dates.py": "a class of an element is called so",
    "baqylau/store/story_family.py": "a column is called so",
    "baqylau/store/watch_entries.py": "a field of the query language is called so",
    "baqylau/store/story_rows.py": "a column is called so",
    "baqylau/store/tables/story.py": "columns are called so",
    "baqylau/store/migrations/versions/0012_stories.py": "columns are called so",
    "baqylau/store/tables/citation.py": "a table is called so",
    "baqylau/store/migrations/versions/0016_citations.py": "a table is called so",
    "console/analysis.py": "a feature is called so",
    "console/stories.py": "a key of the JSON contract is called so",
    "baqylau/query/compiling.py": "a field of the query language is called so",
    "baqylau/query/match.py": "a field of the query language is called so",
    "baqylau/query/parse.py": "a field of the query language is called so",
    "baqylau/store/queries/query_names.py": "a field of the query language is called so",
    "baqylau/store/queries/query_sql.py": "a field of the query language is called so",
    "baqylau/store/dialect/search_sqlite.py": "a column of the index is called so",
    "baqylau/model/watch.py": "a kind of event is called so",
    "baqylau/verify.py": "the check of an article's offsets is called so",
    "console/main.py": "commands are called so",
    "console/verify.py": "the check of an article's offsets is called so",
    "console/export_options.py": "what is exported is called so",
    "baqylau/exports/__init__.py": "what is exported is called so",
    "baqylau/exchange/flat_rows.py": "what is exported is called so",
    "baqylau/store/queries/counts.py": "a column of counts is called so",
    "baqylau/store/queries/export.py": "what is exported is called so",
    "dashboard/exporting.py": "what is exported is called so",
    "console/facts.py": "a key of the JSON contract is called so",
}
"""Files in which the same words mean something else, and what."""


def sources() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not any(path == own or own in path.parents for own in OWN)
        and (ROOT / "baqylau/facts") not in path.parents
    ]


def named(source: str) -> list[int]:
    """Lines that hold a stage's name as a string of its own."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and node.value in STAGES
    ]


def test_no_other_file_names_a_stage() -> None:
    found = {str(x.relative_to(ROOT)): named(x.read_text()) for x in sources()}
    assert {path: lines for path, lines in found.items() if lines and path not in ALLOWED} == {}


def test_every_file_that_may_use_these_words_does() -> None:
    assert [x for x in ALLOWED if not named((ROOT / x).read_text())] == []


@pytest.mark.parametrize(
    "line", ['if stage == "clean": ...', 'jobs.add(connection, "index", 1)', 'x = {"facts": 1}']
)
def test_a_name_is_found_wherever_it_stands(line: str) -> None:
    assert named(line) == [1]
