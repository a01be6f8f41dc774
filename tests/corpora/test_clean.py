"""Cleaning held to floors: on the corpora where the folder is here, and always on the project's own
golden pages.
"""

import importlib.util
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from benchmarks import clean_metadata
from benchmarks.clean_extractors import OURS, extract, manifest
from tests.floors import hold
from tests.golden.expecting import CHECKS, faults
from tests.golden.test_pages import NAMES, answer, expectation, line_of

FLOORS = Path(__file__).with_name("floors_clean.toml")
_KEYS = {
    "tokF1": "token F1",
    "title": "title",
    "date_day": "date, day",
    "date_instant": "date, instant",
    "author": "author",
}
_SNIPPETS = {"must": "must present", "absent": "must-not absent"}


@pytest.mark.parametrize(
    "corpus",
    ["cyr", "daniel_ru", "fundus", "aeb", "wcxb_dev", "kk_transplant", "htmldate", "trafeval"],
)
def test_a_corpus_holds_its_floors(
    corpus: str, corpora: Path, request: pytest.FixtureRequest
) -> None:
    scorer = _scorer(corpora / "clean" / "score.py")
    folder = corpora / "clean" / corpus
    rows = []
    for item in manifest(folder):
        answered = extract((OURS, str(folder / "html" / f"{item['id']}.html.gz"), item["url"]))
        assert "error" not in answered, f"{corpus} {item['id']}: {answered['error']}"
        rows.append(scorer.score_one(item, answered))
    summary = scorer.summarise(rows)
    if "mustnot" in summary:
        summary["absent"] = 1 - summary["mustnot"]
    hold(
        request,
        FLOORS,
        corpus,
        {name: summary[key] for key, name in (_KEYS | _SNIPPETS).items() if key in summary},
    )


@pytest.mark.parametrize("corpus", ["daniel_ru", "mercury"])
def test_titles_days_and_authors_hold_their_floors(
    corpus: str, corpora: Path, request: pytest.FixtureRequest
) -> None:
    scorer = _scorer(corpora / "clean" / "score.py")
    figures = clean_metadata.figures(corpora / "clean" / corpus, scorer)
    hold(request, FLOORS, f"{corpus} metadata", figures)


def test_the_golden_pages_hold_their_floors(request: pytest.FixtureRequest) -> None:
    asked: dict[str, list[bool]] = {}
    for name in NAMES:
        expected = expectation(name)
        wrong = faults(expected, answer(line_of(name, expected)))
        for field in CHECKS:
            if field in expected:
                asked.setdefault(field, []).append(field not in wrong)
    hold(request, FLOORS, "golden pages", {field: mean(right) for field, right in asked.items()})


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("corpora_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
