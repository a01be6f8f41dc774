"""Scores every gold file and compares it with its floors; a floor is lowered only with a flag."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from baqylau.facts import extract
from baqylau.facts.analysis import Source
from baqylau.model.fact import as_json
from tests import floors
from tests.gold.reading import Expected, Gold, read

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
MENTION_KINDS = ("mention",)


@dataclass
class Score:
    """The score of one file: F1 over spans, and the share of right slots on matched facts."""

    expected: int = 0
    found: int = 0
    matched: int = 0
    slots: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        return (
            2 * self.matched / (self.expected + self.found) if self.expected + self.found else 1.0
        )

    @property
    def accuracy(self) -> float:
        """The share of right slots; 0 where nothing was matched, since a floor of 1 would be too
        high for the first rules of a type.
        """
        return (
            self.right / self.slots if self.slots else float(self.matched > 0 or not self.expected)
        )


FILES = sorted(HERE.glob("*.*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name.removesuffix(".txt"))
def test_a_gold_file_holds_its_floors(path: Path, request: pytest.FixtureRequest) -> None:
    kind, language = path.name.split(".")[:2]
    score, report = Score(), []
    for gold in read(path):
        report += _score(gold, kind, language, score)
    print(f"{kind}.{language}: F1 {score.f1:.3f}, slots {score.accuracy:.3f}\n" + "\n".join(report))
    floors.hold(request, FLOORS, f"{kind}.{language}", {"f1": score.f1, "slots": score.accuracy})


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name.removesuffix(".txt"))
def test_a_gold_file_has_positive_and_negative_sentences(path: Path) -> None:
    sentences = read(path)
    assert any(s.facts for s in sentences)
    assert any(not s.facts for s in sentences)
    assert len({s.text for s in sentences}) == len(sentences), "a sentence stands twice"


def _score(gold: Gold, kind: str, language: str, score: Score) -> list[str]:
    """Adds one sentence to the score; returns a line for each fault."""
    published = (
        datetime.fromisoformat(gold.known["published"]) if "published" in gold.known else None
    )
    extraction = extract(
        Source(gold.text, outlet=gold.known.get("outlet"), language=language, published=published)
    )
    things = (
        extraction.mentions
        if kind in MENTION_KINDS
        else [f for f in extraction.facts if f.type == kind]
    )
    found = [as_json(x) for x in things]
    report = []
    for expected in gold.facts:
        best = max(found, key=lambda f: _overlap(expected, f), default=None)
        hit = best is not None and _overlap(expected, best) >= 0.5
        if best is not None and hit:
            found.remove(best)
        if expected.optional:
            continue
        score.expected += 1
        if best is None or not hit:
            report.append(f"{gold.line}: missed {_words(gold.text, expected.spans)!r}")
            continue
        score.found += 1
        score.matched += 1
        for name, value in expected.slots.items():
            given = _value(best, name)
            score.slots += 1
            score.right += given == value
            if given != value:
                report.append(f"{gold.line}: {name} is {given!r}, not {value!r}")
    score.found += len(found)
    return report + [f"{gold.line}: {f['text']!r} is no such fact ({f.get('rule')})" for f in found]


def _overlap(expected: Expected, found: dict[str, Any]) -> float:
    ours = {i for a, b in expected.spans for i in range(a, b)}
    theirs = {
        i for a, b in found.get("content") or [[found["start"], found["end"]]] for i in range(a, b)
    }
    return len(ours & theirs) / len(ours | theirs)


def _value(found: dict[str, Any], name: str) -> str | None:
    """A slot as it is written in a gold file: numbers without a needless `.0`, a slot of a slot by
    its dots.
    """
    value: Any = found
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if isinstance(value, dict):
        value = value.get("text")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        value = int(value) if value == int(value) else round(value, 4)
    return None if value is None else str(value)


def _words(text: str, spans: list[tuple[int, int]]) -> str:
    return " … ".join(text[a:b] for a, b in spans)
