"""`python -m press [first port]`: serves the sample press until Ctrl-C and prints its addresses."""

import sys
import threading

from press.server import running


def main() -> None:
    """Serves until Ctrl-C. The first port may be given; without it, free ports are taken."""
    with running(first_port=int(sys.argv[1]) if len(sys.argv) > 1 else 0) as sample:
        for outlet, origin in sample.origins.items():
            sys.stdout.write(f"{origin}/  {outlet}\n")
        sys.stdout.write("Ctrl-C ends it.\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("closed\n")


if __name__ == "__main__":
    main()
