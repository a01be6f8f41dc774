"""The three languages have the same word lists: a table test that names what each one lacks.

`languages.toml` beside this file lists the files and keys that are known to be missing. The list
may only shrink: an entry that is no longer missing has to be taken out, and a new gap fails.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

LANG = Path(__file__).resolve().parents[2] / "baqylau" / "lang"
CODES = ("ru", "kk", "en")
ALLOWED = Path(__file__).with_name("languages.toml")
SHARED = ("dates", "date_forms", "amounts", "numerals", "units", "currencies", "months")
"""Files that the shared grammar of facts reads: of these the keys are compared too."""
OPEN = {"which", "this", "days", "weekdays", "seasons", "ordinals", "day_words", "decade_words",
        "counts", "units", "near", "cardinals", "collectives", "hundreds", "scales", "fractions",
        "parts", "halves", "multiples", "shares", "numerators", "wholes", "singulars", "compounds",
        "ago", "of_country", "form", "unit", "currency", "suffixes"}  # fmt: skip
"""Tables whose keys are words of the language itself."""


def files(code: str) -> set[str]:
    return {p.name for p in (LANG / code).glob("*.toml")}


def keys(code: str, name: str) -> set[str]:
    path = LANG / code / name
    return (
        set(_keys(tomllib.loads(path.read_text(encoding="utf-8")), "")) if path.exists() else set()
    )


def _keys(table: Mapping[str, Any], before: str) -> Iterator[str]:
    for key, value in table.items():
        yield before + key
        if isinstance(value, Mapping) and key not in OPEN:
            yield from _keys(value, f"{before}{key}.")


def lacking(code: str) -> set[str]:
    """The files of other languages that this one lacks, and the keys of the shared files."""
    every = set().union(*(files(x) for x in CODES))
    found = {name for name in every if name not in files(code)}
    for stem in SHARED:
        name = f"{stem}.toml"
        if name in files(code):
            wanted = set().union(*(keys(x, name) for x in CODES))
            found |= {f"{name}: {key}" for key in wanted - keys(code, name)}
    return found


@pytest.mark.parametrize("code", CODES)
def test_a_language_lacks_only_what_is_listed(code: str) -> None:
    allowed = set(tomllib.loads(ALLOWED.read_text(encoding="utf-8"))[code]["lacks"])
    found = lacking(code)
    print(f"{code} lacks {len(found)}:\n  " + "\n  ".join(sorted(found)))
    new, gone = sorted(found - allowed), sorted(allowed - found)
    assert not new, f"{code} lacks what the other languages have: {', '.join(new)}"
    assert not gone, f"{code} has these now, take them out of {ALLOWED.name}: {', '.join(gone)}"
