"""`make train-kk`: trains the Kazakh name model and writes `baqylau/lang/kk/names.npz`.

    python -m benchmarks.train_kk_names ../shared/corpora [--out FILE]

Comes in: KazNERD (`facts/kk` of the corpora) and the invented paragraphs beside this script
(`kazakh_paragraphs.jsonl`, the parts `train` and `dev`; never `test`).
Goes out: the weights, the same bytes from the same data, and their measures on held-out text. It
takes about five minutes of CPU.

The paragraphs bear the three types of the product. What else KazNERD labels (dates, sums, offices)
is put into them by a first model, trained on KazNERD alone, so that the second learns all seven
types from both.
"""

import argparse
import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite

from baqylau.lang.kk import name_features
from baqylau.lang.kk.name_forms import is_place_head
from baqylau.lang.kk.name_model import NameModel, hashed, read
from benchmarks.kazakh_names import (
    PARAGRAPHS,
    TYPES,
    Words,
    entities_of,
    kaznerd,
    labelled,
    lines,
    predicted,
    score,
    show,
)

SETTINGS = {"c1": 0.1, "c2": 0.02}
"""L1 and L2 regularisation of L-BFGS; no random number is drawn, so there is no seed."""
FIRST_ROUNDS, ROUNDS = 25, 60
TIMES = 4  # how often a paragraph counts beside KazNERD, of which there is twenty times more
OUT = Path(__file__).parents[1] / "baqylau" / "lang" / "kk" / "names.npz"


def main() -> None:
    options = _options()
    folder = options.corpora / "facts" / "kk"
    main, extra = (folder / f"{x}.jsonl" for x in ("ner_train", "ner_train_extra"))
    news = [*kaznerd(main)]
    first = _trained((w for text, found in news for w in labelled(text, found)), FIRST_ROUNDS)
    _report("the first model, ner_dev", first, [*kaznerd(folder / "ner_dev.jsonl")])
    news += kaznerd(extra)
    own = [x for x in lines(PARAGRAPHS) if x["split"] == "train"]
    whole = [(x["text"], _completed(x, first)) for x in own]
    both = [*news, *whole * TIMES]
    told = (w for text, found in both for w in labelled(text, found))
    model = _trained(told, ROUNDS, options.out)
    _report("ner_dev", model, [*kaznerd(folder / "ner_dev.jsonl")])
    held = [(x["text"], entities_of(x)) for x in lines(PARAGRAPHS) if x["split"] == "dev"]
    _report("paragraphs, dev", model, held)
    print("data", _hash([main, extra, PARAGRAPHS]))
    print("model", _hash([options.out]), f"{options.out.stat().st_size / 1e6:.2f} MB")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    return parser.parse_args()


def _trained(told: Iterable[Words], rounds: int, out: Path | None = None) -> NameModel:
    """A model of these sentences, written to `out`."""
    trainer = pycrfsuite.Trainer(verbose=False, algorithm="lbfgs")
    trainer.set_params(SETTINGS | {"max_iterations": rounds})
    for words in told:
        trainer.append([*name_features.of_sentence(words.texts)], words.labels)
    with tempfile.TemporaryDirectory() as folder:
        trained = Path(folder) / "model.crfsuite"
        trainer.train(str(trained))
        written = out or Path(folder) / "names.npz"
        _write(trained, written)
        with written.open("rb") as file:
            return NameModel(read(file))


def _write(trained: Path, out: Path) -> None:
    """The weights as arrays: sorted hashes of the features, how many labels each has, and these."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(trained))
    found = tagger.info()
    labels = sorted(found.labels)
    column = {label: i for i, label in enumerate(labels)}
    rows: dict[int, dict[int, float]] = {}
    for (feature, label), weight in found.state_features.items():
        row = rows.setdefault(hashed(feature), {})
        row[column[label]] = row.get(column[label], 0.0) + weight
    follows = np.zeros((len(labels), len(labels)), np.float32)
    for (left, right), weight in found.transitions.items():
        follows[column[left], column[right]] = weight
    ordered = [(key, sorted(rows[key].items())) for key in sorted(rows)]
    np.savez_compressed(
        out,
        labels=np.array(labels),
        follows=follows,
        keys=np.array([key for key, _ in ordered], np.uint32),
        sizes=np.array([len(row) for _, row in ordered], np.uint8),
        columns=np.array([at for _, row in ordered for at, _ in row], np.uint8),
        weights=np.array([w for _, row in ordered for _, w in row], np.float16),
    )


def _completed(paragraph: dict[str, Any], model: NameModel) -> list[tuple[int, int, str]]:
    """The mentions of a paragraph, and what the model finds of the other types beside them."""
    names = [_without_head(paragraph["text"], *x) for x in entities_of(paragraph)]
    others = [
        (start, end, kind)
        for start, end, kind in predicted(model, paragraph["text"])
        if kind not in TYPES.values() and not any(start < b and a < end for a, b, _ in names)
    ]
    return [*names, *others]


def _without_head(text: str, start: int, end: int, kind: str) -> tuple[int, int, str]:
    """The place without the word for what it is, as KazNERD has it: `Шет` of `Шет ауданында`. The
    product adds the word again (`name_forms.with_head`).
    """
    name, _, last = text[start:end].rpartition(" ")
    cut = kind == "PLACE" and name and is_place_head(last) and not last.startswith("облыс")
    return start, start + len(name) if cut else end, kind


def _report(title: str, model: NameModel, texts: Sequence[tuple[str, Any]]) -> None:
    kinds = {kind for _, found in texts for _, _, kind in found}
    answers = [{x for x in predicted(model, text) if x[2] in kinds} for text, _ in texts]
    print(title)
    show(score([set(x) for _, x in texts], answers))


def _hash(paths: Sequence[Path]) -> str:
    return hashlib.sha256(b"".join(x.read_bytes() for x in paths)).hexdigest()


if __name__ == "__main__":
    main()
