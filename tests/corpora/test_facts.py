"""Facts on the corpora: every figure holds its floor (`floors.toml` beside this file; see
`tests/floors.py`).
"""

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks import kazakh_names, russian
from console.facts import answer
from tests import floors

FLOORS = Path(__file__).with_name("floors.toml")


@pytest.mark.parametrize("measure", ["factrueval", "nerel", "kz_names", "adaq"])
def test_russian_names_and_quotes(
    measure: str, corpora: Path, request: pytest.FixtureRequest
) -> None:
    folder = corpora / "facts" / "ru"
    figures = {
        "factrueval": lambda: russian.mentions(
            russian.documents(folder / "factrueval_dev"), russian.FACTRUEVAL
        ),
        "nerel": lambda: russian.mentions(russian.documents(folder / "nerel_dev"), russian.NEREL),
        "kz_names": lambda: russian.kz_names(folder / "kz_names_30x6.json"),
        "adaq": lambda: russian.adaq(folder / "adaq_ru" / "sentences.jsonl"),
    }[measure]()
    floors.hold(request, FLOORS, f"ru.{measure}", figures)


def test_the_kazakh_name_model(corpora: Path, request: pytest.FixtureRequest) -> None:
    figures = kazakh_names.model_figures(corpora / "facts" / "kk" / "ner_dev.jsonl")
    floors.hold(request, FLOORS, "kk.kaznerd", {k: f1 for k, (_, _, f1) in figures.items()})


@pytest.mark.parametrize("name", ["gold_dev_ru", "gold_dev_kk", "gold_dev_en", "real_en"])
def test_articles(name: str, corpora: Path, request: pytest.FixtureRequest) -> None:
    path = corpora / "facts" / f"{name}.jsonl"
    golds = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    floors.hold(request, FLOORS, name, _figures(corpora, golds))


def test_names_of_invented_kazakh_paragraphs(request: pytest.FixtureRequest) -> None:
    figures = kazakh_names.product_figures("test")
    floors.hold(request, FLOORS, "kk.paragraphs", {k: f1 for k, (_, _, f1) in figures.items()})


def test_the_first_article(corpora: Path, request: pytest.FixtureRequest) -> None:
    seed = corpora.parent / "seed"
    if not seed.is_dir():
        pytest.skip(f"the first article is not here ({seed})")
    gold = json.loads((seed / "gold.jsonl").read_text(encoding="utf-8"))
    gold.setdefault("text", (seed / "baq_kz_article.txt").read_text(encoding="utf-8"))
    floors.hold(request, FLOORS, "first_article", _figures(corpora, [gold]))


@cache
def _scorer(corpora: Path) -> Any:
    """The corpora's own scorer."""
    spec = importlib.util.spec_from_file_location(
        "score_facts", corpora / "facts" / "score_facts.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _figures(corpora: Path, golds: list[dict[str, Any]]) -> dict[str, float]:
    """F1 of every type and the share of right slots, as the scorer counts them."""
    result = _scorer(corpora).score(
        golds,
        [answer({k: v for k, v in g.items() if k not in ("facts", "mentions")}) for g in golds],
    )
    figures = {kind: counts["f1"] for kind, counts in result["types"].items() if counts["gold"]}
    for kind, slots in result["slots"].items():
        figures |= {f"{kind}.{slot}": counts["accuracy"] for slot, counts in slots.items()}
    return figures | {"overall": result["overall"]["f1"]}
