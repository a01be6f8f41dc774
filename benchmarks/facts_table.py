"""The table of fact types, languages and F1 in docs/facts.md, made from the floors of the tests.

    python -m benchmarks.facts_table            # prints the table
    python -m benchmarks.facts_table --write    # puts it between its marks in docs/facts.md

Comes in: `tests/corpora/floors.toml` (articles labelled by hand) and `tests/gold/floors.toml`
(single sentences). Goes out: Markdown.
"""

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from baqylau.model.fact import TYPES

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "facts.md"
MARKS = ("<!-- fact table: begin -->\n", "<!-- fact table: end -->\n")
LANGUAGES = {"ru": "Russian", "kk": "Kazakh", "en": "English"}


def table() -> str:
    """One row a fact type; in each language F1 on articles / on gold sentences, `–` where there is
    none.
    """
    articles = _read("corpora")
    sentences = _read("gold")
    rows = [
        f"| | {' | '.join(LANGUAGES.values())} |",
        f"|---|{'---|' * len(LANGUAGES)}",
    ]
    for kind in ("mention", *(t.type for t in TYPES)):
        cells = (
            f"{_figure(articles.get(f'gold_dev_{code}', {}), kind)} /"
            f" {_figure(sentences.get(f'{kind}.{code}', {}), 'f1')}"
            for code in LANGUAGES
        )
        rows.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _read(folder: str) -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads((ROOT / "tests" / folder / "floors.toml").read_text(encoding="utf-8"))


def _figure(floors: Mapping[str, object], key: str) -> str:
    value = floors.get(key)
    return f"{value:.2f}" if isinstance(value, float) else "–"


def page_with(page: str) -> str:
    """The page with the table of today between the marks."""
    before, _, rest = page.partition(MARKS[0])
    _, _, behind = rest.partition(MARKS[1])
    return f"{before}{MARKS[0]}{table()}{MARKS[1]}{behind}"


def main() -> None:
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(table(), end="")


if __name__ == "__main__":
    main()
