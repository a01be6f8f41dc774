"""The brand of an outlet's edition: its id and those of the other outlets come in, the id that all
editions of one outlet share goes out.
"""

from collections.abc import Collection

_SCRIPTS = frozenset({"cyrl", "latn", "latin"})


def brand_of(outlet_id: str, known: Collection[str]) -> str:
    """The id of an edition without the language at its end, where another edition of that name is
    known; else the id itself.

    >>> brand_of("nur-kk", ["nur", "nur-kk"]), brand_of("kun-uz", ["kun-uz", "kun-uz-en"])
    ('nur', 'kun-uz')
    """
    base = _base(outlet_id)
    if base is None:
        return outlet_id
    others = (x for x in known if x != outlet_id)
    return base if any(x == base or _base(x) == base for x in others) else outlet_id


def _base(outlet_id: str) -> str | None:
    base, _, end = outlet_id.rpartition("-")
    is_language = len(end) == 2 and end.isalpha()
    return base if base and (is_language or end in _SCRIPTS) else None
