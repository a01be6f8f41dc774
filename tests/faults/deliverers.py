"""A worker process that percolates and delivers, to be killed at any moment: settings come in as
JSON on the command line, and the name of a file that is there as soon as it works.
"""

import json
import sys
import threading
from pathlib import Path
from typing import Any

from baqylau.alerts import http_post, mail
from baqylau.app import open_app
from baqylau.query.index_tokens import of_texts
from baqylau.settings import load
from baqylau.store import deliveries
from workers.run import working

PATIENCE = 0.5  # seconds; a receiver that hangs is waited for ten in earnest


class Reader:
    """Reads in this process: a child of its own would make each start slower."""

    def read(self, _stage: str, *texts: Any) -> tuple[list[str], ...]:
        return of_texts(*texts)


def main(given: dict[str, Any], at_work: Path) -> None:
    http_post.PATIENCE = PATIENCE
    mail.PATIENCE = 2.0
    deliveries._FIRST_PAUSE, deliveries._LONGEST_PAUSE = 0.02, 0.5
    settings = load(**given)
    with open_app(settings) as app, working(app, Reader(), ("match",)):
        at_work.touch()
        threading.Event().wait()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), Path(sys.argv[2]))
