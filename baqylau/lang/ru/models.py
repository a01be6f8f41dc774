"""The weights of slovnet's news models and of navec's embedding, read from the files of the natasha
distribution.

Comes in: nothing. Goes out: slovnet's own model objects, loaded once per process. natasha itself is
never imported, since it requires packages that do not run on today's Python; only its data files
are used.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from baqylau.errors import ConfigurationError


def _folder() -> Path:
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigurationError(
            "the natasha distribution is not installed: its wheel carries the Russian weights; run"
            " `make install`"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "data"


@cache
def navec() -> Any:
    """250,000 Russian words as 300 numbers each, product-quantised (navec news v1)."""
    from navec import Navec

    return Navec.load(_folder() / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")


@cache
def slovnet(kind: str) -> Any:
    """One slovnet model: `morph`, `ner`, or `syntax`, which only the benchmark beside us loads."""
    import slovnet as library

    loader = {"morph": library.Morph, "ner": library.NER, "syntax": library.Syntax}[kind]
    return loader.load(_folder() / "model" / f"slovnet_{kind}_news_v1.tar").navec(navec())
