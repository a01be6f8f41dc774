"""The Kazakh name model: a conditional random field over the words of a sentence.

Comes in: the words of the sentences of a text. Goes out: a label for each word, such as `B-ORG`.
The weights are `names.npz`, made by `make train-kk` (see docs/kazakh.md); they are read on first
use. What a word weighs is remembered, so that a text costs little more than its new words.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from baqylau.lang.kk import name_features as features

Floats = NDArray[np.float32]
_MOST_REMEMBERED = 20_000
"""Words, and as many pairs of words: about 14 and 7 MB."""
_NEVER = -1e4  # the weight of a label that cannot follow another (L-ORG behind O)


class Weights(NamedTuple):
    """`rows`: the row of each feature, by its hash; `table`: a weight for each label in a row, and
    a last row of zeros; `follows[i, j]`: the weight of label j behind label i.
    """

    labels: tuple[str, ...]
    rows: dict[int, int]
    table: Floats
    follows: Floats


class NameModel:
    """Labels sentences. Not for use by several threads at a time."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._words: dict[str, Floats] = {}
        self._pairs: dict[tuple[str, str], Floats] = {}
        self._places: dict[tuple[str, ...], Floats] = {}

    def labels(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The likeliest labels of each sentence."""
        told = [x for x in sentences if x]
        paths = iter(_viterbi(self._scores(told), self._weights.follows) if told else ())
        names = self._weights.labels
        return [[names[at] for at in next(paths)] if x else [] for x in sentences]

    def _scores(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """For each sentence a row for each word, a column for each label."""
        words = self._known(self._words, [w for x in sentences for w in x], self._of_word)
        pairs = self._known(self._pairs, [p for x in sentences for p in pairwise(x)], self._of_pair)
        told = [p for x in sentences for p in features.of_place(x)]
        places = self._known(self._places, told, self._of_place)
        found, at, pair = [], 0, 0
        for sentence in sentences:
            size = len(sentence)
            rows, both = words[at : at + size], pairs[pair : pair + size - 1]
            scores = places[at : at + size, 0].copy()
            for column, distance in enumerate(features.DISTANCES):
                first, last = max(0, -distance), min(size, size - distance)
                if first < last:
                    scores[first:last] += rows[first + distance : last + distance, column]
            scores[:-1] += both[:, 0]
            scores[1:] += both[:, 1]
            found.append(scores)
            at, pair = at + size, pair + size - 1
        return found

    def _known(
        self, memory: dict[Any, Floats], keys: Sequence[Any], rows: Callable[[Any], list[list[int]]]
    ) -> Floats:
        """The weights of each key; those of new ones are summed together."""
        if not keys:
            return np.zeros((0, 2, len(self._weights.labels)), np.float32)
        if len(memory) > _MOST_REMEMBERED:
            memory.clear()
        new = [x for x in dict.fromkeys(keys) if x not in memory]
        if new:
            memory.update(zip(new, self._sums([rows(x) for x in new]), strict=True))
        return np.stack([memory[x] for x in keys])

    def _sums(self, groups: Sequence[Sequence[Sequence[int]]]) -> Floats:
        """The sum of the rows of each list."""
        table = self._weights.table
        none = len(table) - 1
        lists = [(none, *x) for group in groups for x in group]
        starts = np.cumsum([0, *map(len, lists)])[:-1]
        sums = np.add.reduceat(table[np.fromiter(chain(*lists), np.int32)], starts, axis=0)
        return sums.reshape(len(groups), -1, table.shape[1])

    def _of_word(self, word: str) -> list[list[int]]:
        told = [[x.encode() for x in features.of_word(word, n)] for n in range(features.REACH + 1)]
        return [self._rows(told[abs(x)], _SEEDS[x]) for x in features.DISTANCES]

    def _of_pair(self, pair: tuple[str, str]) -> list[list[int]]:
        told = [x.encode() for x in features.of_pair(*pair)]
        return [self._rows(told, _SEED_AFTER), self._rows(told, _SEED_BEFORE)]

    def _of_place(self, told: tuple[str, ...]) -> list[list[int]]:
        return [self._rows([x.encode() for x in told], 0)]

    def _rows(self, told: Sequence[bytes], seed: int) -> list[int]:
        """The rows of the features that the model knows; `seed` is the hash of their prefix."""
        rows = self._weights.rows
        return [rows[key] for x in told if (key := crc32(x, seed)) in rows]


def hashed(feature: str) -> int:
    return crc32(feature.encode())


_SEEDS = {x: hashed(prefix) for x, prefix in features.PREFIXES.items()}
_SEED_AFTER, _SEED_BEFORE = hashed(features.AFTER), hashed(features.BEFORE)


def _viterbi(scores: Sequence[Floats], follows: Floats) -> list[list[int]]:
    """The best path through each sentence; the sentences go side by side, the longest first."""
    order = sorted(range(len(scores)), key=lambda i: -len(scores[i]))
    paths: list[list[int]] = [[] for _ in scores]
    if not order:
        return paths
    longest = len(scores[order[0]])
    lengths = np.array([len(scores[i]) for i in order])
    grid = np.zeros((len(order), longest, follows.shape[0]), np.float32)
    for row, i in enumerate(order):
        grid[row, : len(scores[i])] = scores[i]
    best = grid[:, 0].copy()
    back = np.zeros(grid.shape, np.int16)
    for step in range(1, longest):
        open_ = int(np.searchsorted(-lengths, -step, side="left"))  # sentences longer than `step`
        reached = best[:open_, :, None] + follows
        back[:open_, step] = reached.argmax(axis=1)
        best[:open_] = reached.max(axis=1) + grid[:open_, step]
    for row, i in enumerate(order):
        at = int(best[row].argmax())
        path = [at]
        for step in range(len(scores[i]) - 1, 0, -1):
            at = int(back[row, step, at])
            path.append(at)
        paths[i] = path[::-1]
    return paths


@cache
def model() -> NameModel:
    """The shipped model, read once."""
    with files(__package__).joinpath("names.npz").open("rb") as file:
        return NameModel(read(file))


def read(file: Any) -> Weights:
    """The weights of a file that `train_kk_names` wrote."""
    stored = np.load(file, allow_pickle=False)
    labels = tuple(stored["labels"].tolist())
    keys = stored["keys"].tolist()
    table = np.zeros((len(keys) + 1, len(labels)), np.float32)
    table[np.repeat(np.arange(len(keys)), stored["sizes"]), stored["columns"]] = stored["weights"]
    rows = {key: row for row, key in enumerate(keys)}
    return Weights(labels, rows, table, _possible(labels, stored["follows"]))


def _possible(labels: Sequence[str], follows: Floats) -> Floats:
    """The weights of transitions, with those that make no span ruled out."""
    for i, left in enumerate(labels):
        for j, right in enumerate(labels):
            inside = left[0] in "BI"
            fits = right[0] in "IL" and right[2:] == left[2:] if inside else right[0] in "OBU"
            follows[i, j] = follows[i, j] if fits else _NEVER
    return follows


def spans(labels: Iterable[str]) -> list[tuple[int, int, str]]:
    """First and last word (half-open) and kind of each span of labels.

    >>> spans(["B-ORG", "L-ORG", "O", "U-PLACE"])
    [(0, 2, 'ORG'), (3, 4, 'PLACE')]
    """
    found, start = [], -1
    for at, label in enumerate(labels):
        if label[0] in "BU":
            start = at
        if label[0] in "LU" and start >= 0:
            found.append((start, at + 1, label[2:]))
            start = -1
    return found
