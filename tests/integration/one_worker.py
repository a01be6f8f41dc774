"""A worker process to be killed: settings as JSON on the command line, the paper's slow readers, until a signal ends it."""

import sys
import threading

from baqylau.assemble import open_house
from baqylau.settings import Settings
from workers.run import working
from workers.thinking import Thinking

READERS = ("read_slowly", "extract_slowly", "stems_slowly")


def main(given: str) -> None:
    settings = Settings.model_validate_json(given)
    readers = (f"tests.integration.paper:{x}" for x in READERS)
    with open_house(settings) as house, Thinking(settings, *readers) as thinkers, working(house, thinkers):
        threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
