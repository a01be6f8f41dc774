"""slovnet's convolutional encoder, run over a whole article at once, with its first layer cached
per word.

Comes in: the words of each sentence. Goes out: one vector of scores per word. The weights are
slovnet's; only the order of computation is ours. Two thirds of slovnet's multiplications are the
first layer over a word's embedding, which depends on the word alone: its product is kept per word
across articles (bounded). Sentences lie in one array with a zero row between them, as slovnet pads
them, so every layer is one matrix product. Scores equal slovnet's to float rounding (a test
compares the tags).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from baqylau.lang.ru.models import slovnet

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

_REMEMBERED = 6_000
"""How many words have their first layer cached: about 18 MB per model; they cover nine tokens in
ten of Russian news.
"""


class BatchLayout:
    """The places of the words of several sentences in one array with a zero row before, between and
    after the sentences.
    """

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        self.sizes = [len(x) for x in sentences]
        self.words = [w for sentence in sentences for w in sentence]
        self.rows = np.fromiter(
            (row for row in _rows(self.sizes)),
            dtype=np.int64,
            count=len(self.words),
        )
        self.height = len(self.words) + len(self.sizes) + 1
        gap = np.ones(self.height, dtype=bool)
        gap[self.rows] = False
        self.gaps = np.flatnonzero(gap)


def _rows(sizes: list[int]) -> Any:
    at = 1
    for size in sizes:
        yield from range(at, at + size)
        at += size + 1


class _FirstLayer:
    """The first convolution's product with a word's embedding and its shape, for the three places
    of the window.
    """

    def __init__(self, model: Any) -> None:
        weight = model.encoder.layers[0].conv.weight.array.astype(
            np.float32
        )  # filters x (300 + shape) x 3
        self._embedding = model.emb.word
        dim = self._embedding.dim
        self._filters, _, self.window = weight.shape
        self._by_word = np.ascontiguousarray(weight[:, :dim, :].transpose(1, 2, 0).reshape(dim, -1))
        by_shape = np.ascontiguousarray(
            weight[:, dim:, :].transpose(1, 2, 0).reshape(weight.shape[1] - dim, -1)
        )
        self.shapes = model.emb.shape.weight.array.astype(np.float32) @ by_shape
        self._table = np.zeros((_REMEMBERED, self._by_word.shape[1]), dtype=np.float32)
        self._place = np.full(len(self._embedding.indexes.array), -1, dtype=np.int32)
        self._count = 0

    def __call__(self, word_ids: Integers, shape_ids: Integers) -> Floats:
        """(words, window, filters): what each word adds to the row after it, its own, and the row
        before it.
        """
        unique, inverse = np.unique(word_ids, return_inverse=True)
        rows = self._remembered(unique)[inverse] + self.shapes[shape_ids]
        # named, since numpy's stubs lose the dtype
        taken: Floats = rows.reshape(len(word_ids), self.window, self._filters)
        return taken

    def _remembered(self, unique: Integers) -> Floats:
        missing = unique[self._place[unique] < 0]
        if self._count + len(missing) > _REMEMBERED:
            self._place.fill(-1)
            self._count, missing = 0, unique
        if len(missing) > _REMEMBERED:
            rows: Floats = self._embedding(unique).astype(np.float32) @ self._by_word
            return rows
        if len(missing):
            places = np.arange(self._count, self._count + len(missing))
            self._table[places] = self._embedding(missing).astype(np.float32) @ self._by_word
            self._place[missing] = places
            self._count += len(missing)
        known: Floats = self._table[self._place[unique]]
        return known


class Network:
    """One slovnet model: word and shape embedding, three convolutions, and a head that the caller
    adds.
    """

    def __init__(self, kind: str) -> None:
        infer = slovnet(kind).infer
        self.model, self._encoder = infer.model, infer.encoder
        self.decoder = infer.decoder
        self._first = _FirstLayer(self.model)
        self._layers = [_Layer(x) for x in self.model.encoder.layers]
        self._ids: dict[str, tuple[int, int]] = {}

    def encode(self, layout: BatchLayout) -> Floats:
        """(words, dim): the encoder's last layer for every word, in order."""
        ids = np.array([self._id(w) for w in layout.words], dtype=np.int64).reshape(-1, 2)
        parts = self._first(ids[:, 0], ids[:, 1])
        x = np.zeros((layout.height, parts.shape[2]), dtype=np.float32)
        rows = layout.rows
        x[rows] = parts[:, 1]
        x[rows + 1] += parts[:, 0]
        x[rows - 1] += parts[:, 2]
        x = self._layers[0].finish(x, layout.gaps)
        for layer in self._layers[1:]:
            x = layer(x, layout.gaps)
        return x[rows]

    def _id(self, word: str) -> tuple[int, int]:
        known = self._ids.get(word)
        if known is None:
            if len(self._ids) > 4 * _REMEMBERED:
                self._ids.clear()
            (word_id,), (shape_id,) = self._encoder.item([word])
            known = self._ids[word] = (word_id, shape_id)
        return known


class _Layer:
    """Convolution over three words, ReLU, batch normalisation; gap rows are zero again
    afterwards.
    """

    def __init__(self, layer: Any) -> None:
        weight = layer.conv.weight.array.astype(np.float32)
        self._weight = np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(-1, weight.shape[0]))
        self._bias = layer.conv.bias.array.astype(np.float32)
        self._scale = (layer.norm.weight.array / layer.norm.std.array).astype(np.float32)
        self._shift = (layer.norm.bias.array - layer.norm.mean.array * self._scale).astype(
            np.float32
        )

    def __call__(self, x: Floats, gaps: Integers) -> Floats:
        dim = x.shape[1]
        windows = np.empty((len(x), 3 * dim), dtype=np.float32)
        windows[0, :dim] = 0
        windows[1:, :dim] = x[:-1]
        windows[:, dim : 2 * dim] = x
        windows[:-1, 2 * dim :] = x[1:]
        windows[-1, 2 * dim :] = 0
        return self.finish(windows @ self._weight, gaps)

    def finish(self, x: Floats, gaps: Integers) -> Floats:
        """What is left to do behind the product, in `x` itself."""
        x += self._bias
        np.maximum(x, 0, out=x)
        x *= self._scale
        x += self._shift
        x[gaps] = 0
        return x
