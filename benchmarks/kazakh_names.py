"""The sentences that the Kazakh name model learns from and is measured on.

Comes in: KazNERD's sentences (`ner_train*.jsonl`, `ner_dev.jsonl`) and the invented paragraphs
(`kazakh_paragraphs.jsonl`). Goes out: words of the product with a label each,
and exact spans against gold. A label is a part (first, inside, last, only word of a span, or O) and
a type of KazNERD.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from baqylau.lang.kk.name_model import NameModel, spans
from baqylau.lang.segment import segment
from baqylau.model.span import Span

PARAGRAPHS = Path(__file__).parent / "kazakh_paragraphs.jsonl"
TYPES = {"person": "PERSON", "place": "PLACE", "organization": "ORG"}
Entity = tuple[int, int, str]


class Words(NamedTuple):
    """The words of one sentence and their labels."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def kaznerd(path: Path) -> Iterator[tuple[str, list[Entity]]]:
    """Each sentence with the spans of the seven types."""
    for line in lines(path):
        found = [(x["start"], x["end"], x["type"]) for x in line["entities"]]
        yield line["text"], [x for x in found if x[2] != "OTHER"]


def entities_of(paragraph: dict[str, Any]) -> list[Entity]:
    return [(x["start"], x["end"], TYPES[x["type"]]) for x in paragraph["mentions"]]


def sentences(text: str) -> Iterator[tuple[Span, ...]]:
    """The words of each sentence of a text, as the product cuts them."""
    found, tokens = segment(text, [Span(0, len(text))])
    for sentence in found:
        yield tokens[sentence.first : sentence.last]


def labelled(text: str, entities: Sequence[Entity]) -> Iterator[Words]:
    """The sentences of a text with the label of every word."""
    for words in sentences(text):
        labels = ["O"] * len(words)
        for start, end, kind in entities:
            inside = [i for i, s in enumerate(words) if s.start < end and start < s.end]
            for at in inside:
                labels[at] = f"{_part(at, inside)}-{kind}"
        yield Words(tuple(s.of(text) for s in words), tuple(labels))


def _part(at: int, inside: list[int]) -> str:
    if len(inside) == 1:
        return "U"
    return "B" if at == inside[0] else "L" if at == inside[-1] else "I"


def predicted(model: NameModel, text: str) -> Iterator[Entity]:
    """What the model finds in a text."""
    cut = [*sentences(text)]
    for words, labels in zip(
        cut, model.labels([[s.of(text) for s in x] for x in cut]), strict=True
    ):
        for first, last, kind in spans(labels):
            yield words[first].start, words[last - 1].end, kind


def score(
    golds: Iterable[set[Entity]], answers: Iterable[set[Entity]]
) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of exact spans, for each type and all together."""
    gold, told, right = Counter[str](), Counter[str](), Counter[str]()
    for truth, answer in zip(golds, answers, strict=True):
        for counter, group in ((gold, truth), (told, answer), (right, truth & answer)):
            counter.update(kind for _, _, kind in group)
            counter["all"] += len(group)
    return {kind: _prf(right[kind], told[kind], gold[kind]) for kind in sorted(gold)}


def _prf(right: int, told: int, gold: int) -> tuple[float, float, float]:
    precision, recall = right / told if told else 0.0, right / gold if gold else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0
