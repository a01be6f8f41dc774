"""The Kazakh name model: a conditional random field over the words of a sentence.

Comes in: the words of the sentences of a text. Goes out: a label for each word, such as `B-ORG`.
The weights are `names.npz`, made by `make train-kk` (see docs/kazakh.md); they are read on first
use. What a word weighs is remembered, so that a text costs little more than its new words.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from baqylau.lang.kk import name_features as features

Floats = NDArray[np.float32]
_MOST_REMEMBERED = 20_000
"""Words, and as many pairs of words: about 12 and 5 MB."""
_NEVER = -1e4  # the weight of a label that cannot follow another (L-ORG behind O)


class Weights(NamedTuple):
    """`keys`: sorted hashes of the features; `table`: a row of weights for each, one for each label,
    and a last row of zeros; `follows[i, j]`: the weight of label j behind label i.
    """

    labels: tuple[str, ...]
    keys: NDArray[np.uint32]
    table: NDArray[np.float16]
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
        paths = iter(_viterbi([self._scores(x) for x in told], self._weights.follows))
        names = self._weights.labels
        return [[names[at] for at in next(paths)] if x else [] for x in sentences]

    def _scores(self, words: Sequence[str]) -> Floats:
        """A row for each word, a column for each label."""
        size, reach = len(words), features.REACH
        known = self._known(self._words, words, _of_word)
        padded = np.zeros((size, len(self._weights.labels)), np.float32)
        for row, distance in enumerate(features.DISTANCES):
            first, last = max(0, -distance), min(size, size - distance)
            if first < last:
                padded[first:last] += known[first + distance : last + distance, row]
        pairs = [*pairwise(words)]
        if pairs:
            told = self._known(self._pairs, pairs, _of_pair)
            padded[:-1] += told[:, 0]
            padded[1:] += told[:, 1]
        places = self._known(self._places, [*features.of_place(words)], _of_place)
        assert reach == len(features.DISTANCES) // 2
        return padded + places[:, 0]

    def _known(self, memory: dict[Any, Floats], keys: Sequence[Any], told: "_Told") -> Floats:
        """The weights of each key, those of new ones asked for together."""
        new = [x for x in dict.fromkeys(keys) if x not in memory]
        if new:
            if len(memory) > _MOST_REMEMBERED:
                memory.clear()
                new = [*dict.fromkeys(keys)]
            memory.update(zip(new, self._weigh([told(x) for x in new]), strict=True))
        return np.stack([memory[x] for x in keys])

    def _weigh(self, groups: Sequence[Sequence[Sequence[str]]]) -> Floats:
        """The sum of the weights of each list of features."""
        keys, table = self._weights.keys, self._weights.table
        lists = [x for group in groups for x in group]
        hashes = np.array([hashed(x) for one in lists for x in ("", *one)], np.uint32)
        rows = np.searchsorted(keys, hashes)
        rows[rows == len(keys)] = 0
        rows[keys[rows] != hashes] = len(keys)
        starts = np.cumsum([0, *(len(x) + 1 for x in lists)])[:-1]
        sums = np.add.reduceat(table[rows].astype(np.float32), starts, axis=0)
        return sums.reshape(len(groups), -1, table.shape[1])


_Told = Callable[[Any], Sequence[Sequence[str]]]


def _of_word(word: str) -> list[list[str]]:
    return [features.at(word, distance) for distance in features.DISTANCES]


def _of_pair(pair: tuple[str, str]) -> list[list[str]]:
    found = features.of_pair(*pair)
    return [[f"p+{x}" for x in found], [f"p-{x}" for x in found]]


def _of_place(found: tuple[str, ...]) -> list[Sequence[str]]:
    return [found]


def hashed(feature: str) -> int:
    return crc32(feature.encode())


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
    table = np.zeros((len(stored["keys"]) + 1, len(labels)), np.float16)
    rows = np.repeat(np.arange(len(stored["keys"])), stored["sizes"])
    table[rows, stored["columns"]] = stored["weights"]
    return Weights(labels, stored["keys"], table, _possible(labels, stored["follows"]))


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
