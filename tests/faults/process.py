"""One process of the cluster: `python -m tests.faults.process work|crawl SETTINGS [OPTIONS]`,
both as JSON; it ends on SIGTERM.

`ahead`: its clock runs so many seconds ahead. `release`: 2 is the next version of the extractor.
"""

import json
import signal
import sys
import threading
import time
from datetime import timedelta
from typing import Any

from baqylau import clock

READERS = {1: "extract", 2: "extract_better"}


def main(role: str, given: str, options: dict[str, Any]) -> None:
    if "ahead" in options:
        _run_ahead(options["ahead"])
    from baqylau import logs
    from baqylau.settings import Settings

    logs.configure("INFO")
    settings = Settings.model_validate_json(given)
    if role == "crawl":
        from crawler.run import crawl

        crawl(settings)
    else:
        _work(settings, options.get("release", 1))


def _run_ahead(seconds: float) -> None:
    """The clock of this process runs ahead: ours, and that of the broker's heartbeats."""
    real_now, real_time = clock.now, vars(time)["time"]
    clock.now = lambda: real_now() + timedelta(seconds=seconds)
    vars(time)["time"] = lambda: real_time() + seconds


def _work(settings: Any, release: int) -> None:
    ending = threading.Event()
    signal.signal(
        signal.SIGTERM, lambda *_: ending.set()
    )  # before the imports: on a busy machine they take seconds, and it may be asked to end in them
    import baqylau.facts
    from baqylau.app import open_app
    from baqylau.sandbox.pool import SandboxPool
    from workers.run import working

    baqylau.facts.VERSION = f"facts-{release}"
    named = {"clean": "read", "facts": READERS[release], "index": "index"}
    dotted = {stage: f"tests.faults.readers:{name}" for stage, name in named.items()}
    with (
        open_app(settings) as app,
        SandboxPool(settings, **dotted) as readers,
        working(app, readers),
    ):
        ending.wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]) if len(sys.argv) > 3 else {})
