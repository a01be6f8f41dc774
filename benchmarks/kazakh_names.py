"""`make bench-kk`: the sentences that the Kazakh name model learns from, and how well the model and
the product's names do on held-out ones.

Comes in: KazNERD's sentences (`ner_train*.jsonl`, `ner_dev.jsonl`) and the invented paragraphs
(`kazakh_paragraphs.jsonl`). Goes out: words of the product with a label each,
and exact spans against gold. A label is a part (first, inside, last, only word of a span, or O) and
a type of KazNERD.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from baqylau.lang.kk.language import LANGUAGE
from baqylau.lang.kk.name_model import NameModel, model, spans
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


def main() -> None:
    print("KazNERD, ner_dev: exact spans of the model")
    show(model_figures(Path(sys.argv[1]) / "facts" / "kk" / "ner_dev.jsonl"))
    for split in ("dev", "test"):
        print(f"invented paragraphs, {split}: the product's mentions, spans that overlap by half")
        show(product_figures(split))


def model_figures(path: Path) -> dict[str, tuple[float, float, float]]:
    """Exact spans of the shipped model on KazNERD's sentences."""
    texts = [*kaznerd(path)]
    return score([set(x) for _, x in texts], [set(predicted(model(), t)) for t, _ in texts])


def product_figures(split: str) -> dict[str, tuple[float, float, float]]:
    """Mentions of the product on a part of the paragraphs."""
    return score(
        *zip(*(_matched(x) for x in lines(PARAGRAPHS) if x["split"] == split), strict=True)
    )


def show(figures: dict[str, tuple[float, float, float]]) -> None:
    for kind, (precision, recall, both) in figures.items():
        print(f"  {kind:12} precision {precision:.3f}  recall {recall:.3f}  F1 {both:.3f}")


def _matched(paragraph: dict[str, Any]) -> tuple[set[Entity], set[Entity]]:
    """Gold and answer; an answer that overlaps a gold span of its type by half gets its offsets."""
    text = paragraph["text"]
    gold = {(x["start"], x["end"], x["type"]) for x in paragraph["mentions"]}
    answers = set()
    for found in LANGUAGE.mentions(text, *LANGUAGE.words(text, [Span(0, len(text))])):
        answer = (found.start, found.end, found.type)
        answers.add(next((x for x in gold if _alike(x, answer)), answer))
    return gold, answers


def _alike(one: Entity, other: Entity) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    whole = max(one[1], other[1]) - min(one[0], other[0])
    return one[2] == other[2] and common >= whole / 2


if __name__ == "__main__":
    main()
