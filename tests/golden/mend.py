"""Removes from the list of known faults the fields that are read rightly now; it never adds any.

$ python -m tests.golden.mend
two-zones-2023: language
removed: 1; left: 176 on 73 pages
"""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from console.clean import answer
from tests.golden.expecting import expectation, faults, line_of

LIST = Path(__file__).parent / "known_faults.toml"
HEAD = (
    "# page → fields that the reader still gets wrong; remove a field when the test says that it"
    " is right\n"
)


def main() -> None:
    """Cleans every listed page again and writes the list without the fields that are right now."""
    known = tomllib.loads(LIST.read_text(encoding="utf-8"))
    left = {name: still_wrong(name, fields) for name, fields in known.items()}
    left = {name: fields for name, fields in left.items() if fields}
    for name, fields in known.items():
        if mended := [x for x in fields if x not in left.get(name, [])]:
            print(f"{name}: {', '.join(mended)}")
    lines = [f"{name} = {json.dumps(left[name])}\n" for name in sorted(left)]
    LIST.write_text(HEAD + "".join(lines), encoding="utf-8")
    count = sum(map(len, left.values()))
    print(f"removed: {sum(map(len, known.values())) - count}; left: {count} on {len(left)} pages")


def still_wrong(
    name: str, fields: list[str], reader: Callable[[dict[str, Any]], dict[str, Any]] = answer
) -> list[str]:
    """Those of a page's listed fields that the reader still gets wrong."""
    expected = expectation(name)
    found = faults(expected, reader(line_of(name, expected)))
    return [x for x in fields if x in found]


if __name__ == "__main__":
    main()
