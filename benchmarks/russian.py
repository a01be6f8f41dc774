"""Russian facts on the corpora of names and quotes: `python -m benchmarks.russian CORPORA` prints
what `measures` returns.

Comes in: the corpora folder. Goes out: shares between 0 and 1 by name. The tests compare the
same figures with their floors.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from baqylau.facts import extract
from baqylau.facts.analysis import Source
from baqylau.model.fact import Extraction, Mention, Quote
from baqylau.model.span import Span
from benchmarks.factrueval import counts

FACTRUEVAL = {"person": "PER", "place": "LOC", "organization": "ORG"}
NEREL = {"person": "PERSON", "place": "LOCATION", "organization": "ORGANIZATION"}
_MARKS = '«»“”„"'
_NEREL_PLACES = {"CITY", "COUNTRY", "STATE_OR_PROVINCE", "LOCATION", "DISTRICT"}


def measures(corpora: Path) -> dict[str, dict[str, float]]:
    """Every corpus with its figures."""
    folder = corpora / "facts" / "ru"
    return {
        "factrueval": mentions(documents(folder / "factrueval_dev"), FACTRUEVAL),
        "nerel": mentions(documents(folder / "nerel_dev"), NEREL),
        "kz_names": kz_names(folder / "kz_names_30x6.json"),
        "adaq": adaq(folder / "adaq_ru" / "sentences.jsonl"),
    }


def documents(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for entity in document["entities"]:
            entity["type"] = "LOCATION" if entity["type"] in _NEREL_PLACES else entity["type"]
        yield document


def mentions(read: Iterable[dict[str, Any]], types: dict[str, str]) -> dict[str, float]:
    """F1 of exact spans by type, twice, and `official`, which counts words (see
    `benchmarks.factrueval`).

    `exact_` asks for the corpus' own span: with the descriptor, where it marks one (`партии
    «Яблоко`, its closing mark outside);
    `named_` asks for the name, which is what a mention's own span holds.
    """
    exact: dict[str, list[float]] = {t: [0, 0, 0] for t in types.values()}
    named: dict[str, list[float]] = {t: [0, 0, 0] for t in types.values()}
    official = [0.0, 0.0, 0.0]
    for document in read:
        golds = [e for e in document["entities"] if e["type"] in exact]
        mentions_of = _extract(document["text"]).mentions
        found = [(types[m.type], m.start, m.end) for m in mentions_of]
        whole = (
            [(types[m.type], *_described(m)) for m in mentions_of]
            if any("spans" in e for e in golds)
            else found
        )
        for kind, tally in exact.items():
            ours, ours_whole = (
                {(a, b) for t, a, b in spans if t == kind} for spans in (found, whole)
            )
            theirs = {(e["start"], e["end"]): _name(e) for e in golds if e["type"] == kind}
            _add(tally, len(ours_whole & theirs.keys()), len(ours_whole), len(theirs))
            _add(
                named[kind],
                sum(not ours.isdisjoint(x) for x in theirs.items()),
                len(ours),
                len(theirs),
            )
        _add(official, *counts(document["text"], found, golds))
    figures = {
        f"{word}_{kind}": _f1(*tally)
        for word, by in (("exact", exact), ("named", named))
        for kind, tally in by.items()
    }
    return figures | {"official": _f1(*official)}


def _described(mention: Mention) -> tuple[int, int]:
    """From the descriptor to the name's end, without the marks at either end."""
    first = (
        mention.descriptor.start
        if mention.descriptor
        else mention.start + len(mention.text) - len(mention.text.lstrip(_MARKS))
    )
    return first, mention.start + len(mention.text.rstrip(_MARKS))


def _name(gold: dict[str, Any]) -> tuple[int, int]:
    """The name inside the corpus' span, without descriptor or job; the whole where no name is
    marked.
    """
    named = [
        s for s in gold.get("spans", []) if not s["type"].endswith("descr") and s["type"] != "job"
    ] or [gold]
    return min(s["start"] for s in named), max(s["end"] for s in named)


def kz_names(path: Path) -> dict[str, float]:
    """The share of names brought to their nominative, whole and as a surname behind the whole
    name.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    whole = sum(_named(r["sentence"], r["form"], 0) == r["nominative"] for r in rows)
    behind = 0
    for row in rows:
        lead = f"{row['nominative']} выступил. "
        text = lead + row["sentence"].replace(row["form"], row["surname_form"])
        behind += _named(text, row["surname_form"], len(lead)) == row["nominative"]
    return {"whole": whole / len(rows), "surname": behind / len(rows)}


def _named(text: str, form: str, after: int) -> str | None:
    at = text.find(form, after)
    return next(
        (m.name for m in _extract(text).mentions if m.start < at + len(form) and at < m.end), None
    )


def adaq(path: Path) -> dict[str, float]:
    """Token F1 of the content, the source and the cue of quotes."""
    tally: Counter[tuple[str, str]] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        ours = _quoted(_extract(row["text"]))
        for token in row["tokens"]:
            if not any(c.isalnum() for c in row["text"][token["start"] : token["end"]]):
                continue
            for tag, spans in ours.items():
                mine, theirs = (
                    any(s.start <= token["start"] < s.end for s in spans),
                    token["tag"] == tag,
                )
                tally.update(
                    {(tag, "right"): mine and theirs, (tag, "found"): mine, (tag, "wanted"): theirs}
                )
    return {
        tag: _f1(tally[tag, "right"], tally[tag, "found"], tally[tag, "wanted"])
        for tag in ("content", "source", "cue")
    }


def _quoted(extraction: Extraction) -> dict[str, list[Span]]:
    quotes = [f for f in extraction.facts if isinstance(f, Quote)]
    return {
        "content": [c for q in quotes for c in q.content],
        "source": [Span(q.speaker.start, q.speaker.end) for q in quotes if q.speaker],
        "cue": [Span(q.cue.start, q.cue.end) for q in quotes if q.cue],
    }


def _extract(text: str) -> Extraction:
    return extract(Source(text, language="ru"))


def _add(tally: list[float], right: float, found: float, wanted: float) -> None:
    for i, more in enumerate((right, found, wanted)):
        tally[i] += more


def _f1(right: float, found: float, wanted: float) -> float:
    return 2 * right / (found + wanted) if found + wanted else 1.0


if __name__ == "__main__":
    for name, figures in measures(Path(sys.argv[1])).items():
        print(f"{name:12s}" + "  ".join(f"{k} {v:.3f}" for k, v in figures.items()))
