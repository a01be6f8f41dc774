"""`make bench-facts`: quality of the facts on gold articles, the worst misses, calibration, and the
cost compared with slovnet's own pass.

    python benchmarks/facts.py --corpora ../shared/corpora [--gold FILE] [--worst quote,role]
    [--calibrate] [--cost] [--natasha]

Comes in: gold files of articles with their facts. Goes out: a report on standard output. The scorer
is the corpora's own (`facts/score_facts.py`), called unchanged.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.putenv(_name, "1")  # before numpy loads

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from baqylau.model.fact import TYPES  # noqa: E402  (the folder has to be on the path first)
from benchmarks.facts_slots import slot_lines  # noqa: E402
from benchmarks.facts_stages import stages  # noqa: E402
from console.facts import answer  # noqa: E402

LIMITS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def main() -> None:
    options = _options()
    golds = [Path(x) for x in options.gold] or [
        options.corpora / "facts" / f"gold_dev_{c}.jsonl" for c in ("ru", "kk", "en")
    ]
    for gold in golds:
        print(f"\n== {gold.name}")
        documents = list(load(gold, options.text))
        predictions = [answer(d) for d in documents]
        score(options.corpora, gold, documents, predictions)
        print("\nworst misses, by type")
        for kind in filter(None, options.worst.split(",")):
            for line in islice(misses(documents, predictions, kind), options.most):
                print(line)
        if options.calibrate:
            calibration(documents, predictions)
            pairs = zip(documents, predictions, strict=True)
            print("\n".join(slot_lines(pairs, _overlap, LIMITS)))
        if options.cost:
            print("\n".join(stages(documents)))
            cost(documents)
        if options.natasha and gold.name.endswith("ru.jsonl"):
            beside(options.corpora, gold, documents)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument(
        "--gold", action="append", default=[], help="instead of the development articles"
    )
    parser.add_argument(
        "--text", type=Path, help="the article's text where the gold file holds none"
    )
    parser.add_argument(
        "--worst",
        default=",".join(t.type for t in TYPES),
        help="fact types whose misses are listed",
    )
    parser.add_argument("--most", type=int, default=8, help="misses listed of each type")
    parser.add_argument(
        "--natasha",
        action="store_true",
        help="natasha's own extractors over the same articles (requirements/natasha.txt)",
    )
    parser.add_argument(
        "--calibrate", action="store_true", help="how often facts of each confidence are right"
    )
    parser.add_argument(
        "--cost",
        action="store_true",
        help="CPU per article beside slovnet's own NER, morphology and syntax",
    )
    return parser.parse_args()


def load(gold: Path, text: Path | None) -> Iterator[dict[str, Any]]:
    for line in gold.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if "text" not in document and text:
            document["text"] = text.read_text(encoding="utf-8")
        yield document


def score(
    corpora: Path, gold: Path, documents: list[dict[str, Any]], predictions: list[dict[str, Any]]
) -> None:
    """Runs the scorer of the corpora over our answers."""
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.jsonl"
        answers.write_text(
            "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in predictions), encoding="utf-8"
        )
        subprocess.run(
            [sys.executable, str(corpora / "facts" / "score_facts.py"), str(gold), str(answers)],
            check=True,
        )
    assert len(documents) == len(predictions)


def beside(corpora: Path, gold: Path, documents: list[dict[str, Any]]) -> None:
    """natasha's own names, money and dates, scored in the same way, and their cost beside all our
    facts.
    """
    from benchmarks.natasha_answers import answer as theirs

    print("\nnatasha's own extractors over the same articles")
    score(corpora, gold, documents, [theirs(d) for d in documents])
    for name, work in (("all our facts", answer), ("natasha's names, money, dates", theirs)):
        start = time.process_time()
        for document in documents:
            work(document)
        print(f"{name}: {(time.process_time() - start) * 1000 / len(documents):.1f} ms per article")


def misses(
    documents: list[dict[str, Any]], predictions: list[dict[str, Any]], kind: str
) -> Iterator[str]:
    """Facts that were missed, facts found wrongly, and quotes with a wrong speaker."""
    for document, prediction in zip(documents, predictions, strict=True):
        text = document["text"]
        golds = [f for f in document["facts"] if f["type"] == kind]
        found = [f for f in prediction["facts"] if f["type"] == kind]
        hits = set()
        for gold in golds:
            best = max(found, key=lambda f: _overlap(gold, f), default=None)
            if best is None or _overlap(gold, best) < 0.5:
                if not gold.get("optional"):
                    yield f"MISS  {document['id']} {kind}: {_words(text, gold)}"
                continue
            hits.add(id(best))
            if kind == "quote" and best["speaker_name"] != gold["speaker_name"]:
                yield (
                    f"WHO   {document['id']} {best['rule']}: {gold['speaker_name']} | we gave"
                    f" {best['speaker_name']} | {_words(text, gold)}"
                )
        for fact in found:
            if id(fact) not in hits:
                yield f"WRONG {document['id']} {fact['rule']}: {_words(text, fact)}"


def _spans(fact: dict[str, Any]) -> list[list[int]]:
    return fact.get("content") or [[fact["start"], fact["end"]]]


def _overlap(gold: dict[str, Any], found: dict[str, Any]) -> float:
    """The best intersection over union of the gold's spans, or an equally good span, with what was
    found.
    """
    theirs = {i for a, b in _spans(found) for i in range(a, b)}
    alternatives = [_spans(gold), *([x] for x in gold.get("alt_spans", []))]
    best = 0.0
    for spans in alternatives:
        ours = {i for a, b in spans for i in range(a, b)}
        best = max(best, len(ours & theirs) / max(1, len(ours | theirs)))
    return best


def _words(text: str, fact: dict[str, Any]) -> str:
    return " | ".join(text[a:b] for a, b in _spans(fact))[:140].replace("\n", " ")


def calibration(documents: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> None:
    """Of the facts at each confidence, the share that is in the gold; optional gold counts for
    neither side.
    """
    right: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for document, prediction in zip(documents, predictions, strict=True):
        for fact in prediction["facts"]:
            golds = [
                g
                for g in document["facts"]
                if g["type"] == fact["type"] and _overlap(g, fact) >= 0.5
            ]
            if golds and all(g.get("optional") for g in golds):
                continue
            low = max(x for x in LIMITS if x <= fact["confidence"])
            right[low][0] += bool(golds)
            right[low][1] += 1
    print("confidence   right   of   share")
    for low, high in pairwise(LIMITS):
        hits, total = right[low]
        if total:
            print(f"{low:.1f}–{min(high, 1):.1f}      {hits:6d} {total:4d}   {hits / total:.3f}")


def cost(documents: list[dict[str, Any]]) -> None:
    """CPU per article: all our facts against razdel + slovnet's NER, morphology and syntax, in turn
    over the same texts.
    """
    ours: list[float] = []
    theirs: list[float] = []
    peer = _peer()
    for turn in range(6):
        for work, times in (
            (lambda: [answer(d) for d in documents], ours),
            (lambda: [peer(d["text"]) for d in documents], theirs),
        ):
            start = time.process_time()
            work()
            if turn:  # the first turn loads the models
                times.append((time.process_time() - start) / len(documents) * 1000)
    mine, other = sorted(ours)[len(ours) // 2], sorted(theirs)[len(theirs) // 2]
    characters = sum(len(d["text"]) for d in documents) / len(documents)
    print(
        f"CPU per article of {characters:.0f} characters: all facts {mine:.1f} ms, slovnet's pass"
        f" {other:.1f} ms, ratio {mine / other:.2f}"
    )


def _peer() -> Any:
    """What natasha does to a document: segment, tag morphology, parse syntax, tag names."""
    import razdel

    from baqylau.lang.ru.models import slovnet

    ner, morph, syntax = slovnet("ner"), slovnet("morph"), slovnet("syntax")

    def read(text: str) -> None:
        sentences = [[t.text for t in razdel.tokenize(s.text)] for s in razdel.sentenize(text)]
        list(morph.map(sentences))
        list(syntax.map(sentences))
        ner(text)

    return read


if __name__ == "__main__":
    main()
