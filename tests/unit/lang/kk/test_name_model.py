"""The Kazakh name model: scores, paths, spans."""

import io
from itertools import pairwise, product

import numpy as np
import pytest

from baqylau.lang.kk import name_features
from baqylau.lang.kk.name_model import NameModel, hashed, model, read, spans

LABELS = ["B-ORG", "L-ORG", "O", "U-PLACE"]
SENTENCES = [
    ["Қаржы", "министрлігі", "Астанада", "«", "Қыран-Дала", "»", "көрмесін", "ашты", "."],
    ["Ол", "келді"],
    [],
    ["5"],
]


def small() -> tuple[NameModel, np.ndarray, dict[str, np.ndarray]]:
    """A model with a random weight for each feature of the sentences."""
    names = {
        x for words in SENTENCES if words for of in name_features.of_sentence(words) for x in of
    }
    keys = sorted({hashed(x) for x in names})
    rng = np.random.default_rng(7)
    weights = rng.normal(size=(len(keys), len(LABELS))).astype(np.float16)
    follows = rng.normal(size=(len(LABELS), len(LABELS))).astype(np.float32)
    file = io.BytesIO()
    np.savez(
        file,
        labels=np.array(LABELS),
        follows=follows,
        keys=np.array(keys, np.uint32),
        sizes=np.full(len(keys), len(LABELS), np.uint8),
        columns=np.tile(np.arange(len(LABELS), dtype=np.uint8), len(keys)),
        weights=weights.ravel(),
    )
    file.seek(0)
    by_name = {x: weights[keys.index(hashed(x))].astype(float) for x in names}
    stored = read(file)
    return NameModel(stored), stored.follows, by_name


def test_the_path_found_is_the_best_of_all() -> None:
    """Against all paths, with the features as the training script puts them together."""
    tagger, follows, by_name = small()
    for words, told in zip(SENTENCES[1:], tagger.labels(SENTENCES)[1:], strict=True):
        if words:
            rows = [sum(by_name[x] for x in of) for of in name_features.of_sentence(words)]
            assert told == [LABELS[i] for i in best(rows, follows)]


def best(rows: list[np.ndarray], follows: np.ndarray) -> tuple[int, ...]:
    def weight(path: tuple[int, ...]) -> float:
        steps = sum(follows[a, b] for a, b in pairwise(path))
        return sum(row[i] for row, i in zip(rows, path, strict=True)) + steps

    return max(product(range(len(LABELS)), repeat=len(rows)), key=weight)


def test_labels_do_not_depend_on_the_sentences_beside_them() -> None:
    tagger, _, _ = small()
    together = tagger.labels(SENTENCES)
    assert together == [small()[0].labels([x])[0] for x in SENTENCES]
    assert together == tagger.labels(SENTENCES)  # from memory


@pytest.mark.parametrize(
    ("labels", "read_as"),
    [
        (["B-ORG", "I-ORG", "L-ORG", "U-PLACE"], [(0, 3, "ORG"), (3, 4, "PLACE")]),
        (["O", "L-ORG", "B-ORG"], []),
        ([], []),
    ],
)
def test_labels_are_read_as_spans(labels: list[str], read_as: list[tuple[int, int, str]]) -> None:
    assert spans(labels) == read_as


def test_the_shipped_model_knows_the_seven_types() -> None:
    stored = model()
    assert stored.labels([["Астанада", "жаңбыр", "жауды", "."]])[0] == ["U-PLACE", "O", "O", "O"]
