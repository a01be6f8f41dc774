"""The article the project began with goes through the whole chain: page, archive, clean, facts,
store. Its text stays with the corpora.
"""

import html
import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from baqylau.app import open_app
from baqylau.model.page import Page
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import load
from baqylau.store import outlets, pages
from baqylau.store.connect import reading, writing
from baqylau.store.tables import articles, facts, mentions
from workers.run import work_off

ADDRESS = "https://rus.baq.kz/professionalizm-i-diplomaticheskaya-vyuchka-320999/"


@pytest.fixture(scope="module")
def seed(corpora: Path) -> dict[str, Any]:
    folder = corpora.parent / "seed"
    gold: dict[str, Any] = json.loads((folder / "gold.jsonl").read_text(encoding="utf-8"))
    return gold


@pytest.fixture(scope="module")
def scorer(corpora: Path) -> Any:
    spec = importlib.util.spec_from_file_location(
        "score_facts", corpora / "facts" / "score_facts.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def answer(seed: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is stored of the article, in the shape of the public contract."""
    settings = load(data=tmp_path_factory.mktemp("seed"))
    with open_app(settings) as app:
        with writing(app.engine) as connection:
            outlets.ensure(connection, "baq", "BAQ.KZ")
        page = Page(
            ADDRESS,
            _page(seed["text"]),
            datetime(2025, 11, 20, tzinfo=UTC),
            "text/html; charset=utf-8",
        )
        pages.store(app.engine, page, "baq", None, app.archive)
        with SandboxPool(settings) as readers:
            work_off(settings, readers)
        with reading(app.engine) as connection:
            article = connection.execute(articles.select()).mappings().one()
            found = [dict(x) for x in connection.execute(facts.select()).mappings()]
            named = [dict(x) for x in connection.execute(mentions.select()).mappings()]
    return {
        "id": "seed",
        "text": article["text"],
        "mentions": named,
        "facts": [_wire(f) for f in found],
    }


def _page(text: str) -> bytes:
    paragraphs = "".join(
        f"<p>{html.escape(p, quote=False)}</p>" for p in text.split("\n") if p.strip()
    )
    head = "<!doctype html><html lang=ru><head><meta charset=utf-8><title>Диалог</title></head>"
    return f"{head}<body><article><h1>Диалог</h1>{paragraphs}</article></body></html>".encode()


def _wire(row: dict[str, Any]) -> dict[str, Any]:
    slots = row["slots"]
    return {
        "type": row["type"],
        "start": row["start"],
        "end": row["end"],
        "text": row["text"],
        "rule": row["rule"],
    } | slots


def _moved(gold: dict[str, Any], text: str) -> dict[str, Any]:
    """The gold's offsets in the cleaned text: both are the same characters but for the white space
    between paragraphs.
    """
    old = [i for i, x in enumerate(gold["text"]) if not x.isspace()]
    new = [i for i, x in enumerate(text) if not x.isspace()]
    assert [gold["text"][i] for i in old] == [text[i] for i in new], (
        "the cleaned text is not the article's text"
    )
    place = dict(zip(old, new, strict=True))

    def move(value: Any) -> Any:
        if isinstance(value, dict):
            moved = {k: move(v) for k, v in value.items()}
            if "start" in value:
                moved["start"], moved["end"] = place[value["start"]], place[value["end"] - 1] + 1
            for key in ("content", "alt_spans"):
                if key in value:
                    moved[key] = [[place[a], place[b - 1] + 1] for a, b in value[key]]
            return moved
        return [move(v) for v in value] if isinstance(value, list) else value

    return move(
        {**gold, "facts": [{k: v for k, v in f.items() if k != "sentence"} for f in gold["facts"]]}
    ) | {"text": text}  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def result(seed: dict[str, Any], answer: dict[str, Any], scorer: Any) -> Any:
    return scorer.score([_moved(seed, answer["text"])], [answer])


def test_quotes_have_their_speakers(result: Any) -> None:
    assert result["types"]["quote"]["tp"] >= 14
    assert result["slots"]["quote"]["speaker_name"]["right"] >= 12


def test_both_sums_of_money_are_right(answer: dict[str, Any]) -> None:
    money = {
        (f["value"], f["currency"], f["bound"])
        for f in answer["facts"]
        if f["type"] == "amount" and f["quantity"] == "money"
    }
    assert money == {(28e9, "USD", "over"), (30e9, "USD", "exact")}


def test_the_outlet_names_itself(answer: dict[str, Any]) -> None:
    assert [
        f["source"]["name"]
        for f in answer["facts"]
        if f["type"] == "attribution" and f["layer"] == "self"
    ] == ["BAQ.KZ"]


def test_roles_and_mentions(result: Any) -> None:
    assert result["types"]["role"]["tp"] >= 3
    assert result["types"]["mention"]["f1"] >= 0.80


def test_words_in_marks_that_are_no_quotes_stay_words(
    seed: dict[str, Any], answer: dict[str, Any]
) -> None:
    quoted = [
        answer["text"][a:b]
        for f in answer["facts"]
        if f["type"] == "quote"
        for a, b in f["content"]
    ]
    assert not [x["text"] for x in seed["not_quotes"] if x["text"].strip('"') in quoted]
