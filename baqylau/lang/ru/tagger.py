"""Russian tags: morphology and named entities for every word of an article.

Comes in: the words of each sentence. Goes out: UD tags, BIO entity tags. The models load on
first use, once per process.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from baqylau.lang.ru.network import BatchLayout, Floats, Integers, Network


@cache
def _network(kind: str) -> Network:
    return Network(kind)


def morphology(layout: BatchLayout) -> list[str]:
    """One tag per word, such as `NOUN|Animacy=Inan|Case=Gen|Gender=Fem|Number=Sing`."""
    if not layout.words:
        return []
    network = _network("morph")
    scores = _project(network.model.head.proj, network.encode(layout))
    tags = network.decoder.tags_vocab.items
    return [tags[x] for x in scores.argmax(-1).tolist()]


def entities(layout: BatchLayout) -> list[str]:
    """One BIO tag per word: `B-PER`, `I-ORG`, `O`."""
    if not layout.words:
        return []
    network = _network("ner")
    emissions = _project(network.model.head.proj, network.encode(layout))
    tags = network.decoder.tags_vocab.items
    best = _viterbi(emissions, layout.sizes, network.model.head.crf.transitions.array)
    return [tags[x] for x in best]


def _project(linear: object, x: Floats) -> Floats:
    # slovnet has no types
    weight, bias = linear.weight.array, linear.bias.array  # type: ignore[attr-defined]
    return x @ weight + bias  # type: ignore[no-any-return]


def _viterbi(emissions: Floats, sizes: Sequence[int], transitions: Floats) -> list[int]:
    """The best tag sequence of every sentence, all sentences a step at a time."""
    order = sorted(range(len(sizes)), key=lambda i: -sizes[i])
    starts = np.concatenate(([0], np.cumsum(sizes)))[:-1][order]
    lengths = np.array(sizes)[order]
    score = emissions[starts]
    history: list[tuple[int, Integers]] = []
    for step in range(1, int(lengths[0])):
        alive = int((lengths > step).sum())
        paths = (
            score[:alive, :, np.newaxis]
            + transitions
            + emissions[starts[:alive] + step][:, np.newaxis, :]
        )
        history.append((alive, paths.argmax(1)))
        score[:alive] = paths.max(1)
    tags = np.zeros(len(emissions), dtype=np.int64)
    best = score.argmax(-1)
    tags[starts + lengths - 1] = best
    for step in range(int(lengths[0]) - 1, 0, -1):
        alive, back = history[step - 1]
        best[:alive] = back[np.arange(alive), best[:alive]]
        tags[starts[:alive] + step - 1] = best[:alive]
    read: list[int] = tags.tolist()
    return read
