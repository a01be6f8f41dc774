"""Citations in invented sentences of three languages: each edge that is wanted is found, and no
other.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from console.analysis import FEATURES

EXAMPLES = [
    json.loads(x)
    for x in (Path(__file__).parent / "analysis" / "citations.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def _edges(found: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    return {(x["from"], x["to"].lower(), x["layer"]) for x in found}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda x: x["id"])
def test_who_cites_whom(example: dict[str, Any]) -> None:
    assert _edges(FEATURES["citations"](example)) == _edges(example["expect"])
