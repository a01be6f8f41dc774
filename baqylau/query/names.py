"""Names as filters and queries look for them: a name and a part of one come in; whether the name
holds it goes out. SQLite knows no Cyrillic case, so the usual spellings are tried everywhere.
"""


def spellings(name: str) -> frozenset[str]:
    """The usual spellings of a name or a word: as given, Capitalised, Each Word, small, LARGE."""
    return frozenset({name, name.capitalize(), name.title(), name.lower(), name.upper()})


def contains(name: str, part: str) -> bool:
    return any(x in name for x in spellings(part))
