"""Every benchmark can be imported: what it takes from the product is still there."""

from importlib import import_module
from pkgutil import iter_modules

import benchmarks


def test_every_benchmark_can_be_imported() -> None:
    names = [x.name for x in iter_modules(benchmarks.__path__)]
    assert len(names) > 10
    for name in names:
        import_module(f"benchmarks.{name}")
