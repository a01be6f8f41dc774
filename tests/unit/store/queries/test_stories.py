"""Who said what in a story, without a database."""

from types import SimpleNamespace
from typing import Any

from baqylau.store.queries.stories import _quotes


def quote(who: str, text: str) -> dict[str, Any]:
    return {"type": "quote", "speaker_name": who, "text": text, "start": 0}


def test_one_person_in_two_spellings_stands_once() -> None:
    named = [(1, quote("Ермек Сарыбаев", "а")), (2, quote("Yermek Sarybayev", "b")),
             (2, quote("Анна Ким", "с"))]  # fmt: skip
    lines: Any = {x: SimpleNamespace(outlet=f"№ {x}") for x in (1, 2)}
    persons = {(1, "Ермек Сарыбаев"): 7, (2, "Yermek Sarybayev"): 7}
    found = _quotes(named, {1, 2}, lines, persons)
    assert {who: [x.article for x in said] for who, said in found.items()} == {
        "Ермек Сарыбаев": [1, 2],
        "Анна Ким": [2],
    }
