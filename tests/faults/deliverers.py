"""A worker process that percolates and delivers, to be killed at any moment: settings come in as
JSON on the command line.
"""

import json
import sys
import threading
from typing import Any

from baqylau.alerts import http_post, mail
from baqylau.app import open_app
from baqylau.settings import load
from baqylau.store import deliveries
from tests.integration import paper
from workers.run import working

PATIENCE = 0.5  # seconds; a receiver that hangs is waited for ten in earnest


def main(given: dict[str, Any]) -> None:
    http_post.PATIENCE = PATIENCE
    mail.PATIENCE = 5.0
    deliveries._FIRST_PAUSE, deliveries._LONGEST_PAUSE = 0.02, 0.5
    settings = load(**given)
    with open_app(settings) as app, working(app, paper.Readers(), ("match",)):
        threading.Event().wait()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
