"""A watch as a person gives it: fields as text come in, a checked `Watch` goes out, or a refusal
that says which field and what to write.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache

from baqylau.errors import FieldError, InputError
from baqylau.lang.en import wordlists as en
from baqylau.lang.kk import wordlists as kk
from baqylau.lang.ru import wordlists as ru
from baqylau.model.watch import DAY, WEEK, Figure, Watch
from baqylau.text.language import KNOWN
from baqylau.watches.hours import clock, zone

MOST_A_DAY = 200
"""Matches a day beyond which nobody reads single messages: a digest is wanted."""
_LONGEST_NAME = 80
_LANGUAGES = ("ru", "kk", "en")
_FIELDS = frozenset(
    {
        *(
            "name",
            "query",
            "outlets",
            "languages",
            "quiet_from",
            "quiet_until",
            "zone",
            "appointed",
        ),
        *("figure", "digest", "digest_at", "language", "collapse", "edits", "removals", "issues"),
    }
)
_ZONE = "Asia/Almaty"
_YES = frozenset({"1", "on", "yes", "true"})


def watch_of(given: Mapping[str, str], owner: str, outlets: Collection[str] = ()) -> Watch:
    """The watch. `outlets` are the ids that are known; lists are given with commas or spaces, a
    switch is on where its field is "on". The query itself is parsed by whoever runs it. Raises
    `FieldError`.
    """
    f = {k: " ".join(v.split()) for k, v in given.items() if k in _FIELDS}
    name = f.get("name") or f.get("query", "")[:_LONGEST_NAME]
    if not name:
        raise FieldError("query", "write the words to watch for, or a name and a condition")
    if len(name) > _LONGEST_NAME:
        raise FieldError("name", f"at most {_LONGEST_NAME} characters")
    quiet_from, quiet_until = (
        _clock("quiet", f[x]) if f.get(x) else None for x in ("quiet_from", "quiet_until")
    )
    if (quiet_from is None) != (quiet_until is None):
        raise FieldError(
            "quiet", "quiet hours have two ends: give both, for example 22:00 and 07:00"
        )
    made = Watch(
        name=name,
        owner=owner,
        query=f.get("query", ""),
        outlets=_outlets(f.get("outlets", ""), outlets),
        languages=_languages(f.get("languages", "")),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        zone=_zone(f.get("zone") or _ZONE),
        collapse=_is_on(f, "collapse"),
        edits=_is_on(f, "edits"),
        removals=_is_on(f, "removals"),
        issues=_is_on(f, "issues"),
        appointed=f.get("appointed") or None,
        figure=_figure(f.get("figure", "")),
        language=_one_of("language", f.get("language") or "ru", _LANGUAGES),
    )
    if not (made.query or made.appointed or made.figure or made.issues):
        raise FieldError(
            "query", "write the words to watch for, for example: паводок OR «су тасқыны»"
        )
    return _with_digest(made, f)


def _is_on(given: Mapping[str, str], name: str) -> bool:
    return given.get(name, "").lower() in _YES


def refuse_flood(watch: Watch, a_day: float) -> None:
    """Raises `FieldError` for a watch without a digest that would find too much."""
    if watch.digest is None and a_day > MOST_A_DAY:
        raise FieldError(
            "too_many",
            f"it would have found {a_day:.0f} articles a day in the last days, and nobody"
            f" reads more than {MOST_A_DAY} single messages: add words, choose outlets, or take a"
            " digest",
        )


def _with_digest(watch: Watch, given: Mapping[str, str]) -> Watch:
    digest = given.get("digest") or None
    if digest is None:
        return watch
    _one_of("digest", digest, (DAY, WEEK))
    named = _listed(given.get("digest_at") or "08:00")
    hours = tuple(dict.fromkeys(_clock("digest_at", x) for x in named))
    if len(hours) > 6:
        raise FieldError("digest_at", "at most six times a day")
    return replace(watch, digest=digest, digest_at=tuple(sorted(hours)))


def _listed(given: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(given.replace(",", " ").split()))


def _outlets(given: str, known: Collection[str]) -> tuple[str, ...]:
    found = _listed(given)
    unknown = next((x for x in found if known and x not in known), None)
    if unknown is not None:
        some = ", ".join(sorted(known)[:3])
        raise FieldError("outlets", f"there is no outlet {unknown[:60]!r}; ids are like {some}")
    return found


def _languages(given: str) -> tuple[str, ...]:
    found = tuple(x.lower() for x in _listed(given))
    unknown = next((x for x in found if x not in KNOWN), None)
    if unknown is not None:
        shown = ", ".join(KNOWN)
        raise FieldError("languages", f"{unknown[:40]!r} is none that is read; write {shown}")
    return found


def _zone(given: str) -> str:
    try:
        return zone(given).key
    except InputError as wrong:
        raise FieldError("zone", str(wrong)) from None


def _clock(field: str, given: str) -> str:
    try:
        return clock(given)
    except InputError as wrong:
        raise FieldError(field, str(wrong)) from None


def _one_of(name: str, value: str, known: Collection[str]) -> str:
    if value not in known:
        raise FieldError(name, f"{value[:40]!r}: write one of {', '.join(known)}")
    return value


def _figure(given: str) -> Figure | None:
    """ "1000000000 KZT" or "50"."""
    if not given:
        return None
    number, _, currency = given.rpartition(" ") if given[-1].isalpha() else (given, "", "")
    try:
        over = float(number.replace(" ", "").replace("_", "").replace(",", "."))
    except ValueError:
        over = float("nan")
    code = currency.upper()
    if not 0 <= over < 1e18 or (code and code not in _currencies()):
        raise FieldError("figure", f"{given[:40]!r}: write a number and a currency: 1000000000 KZT")
    return Figure(over, code or None)


@cache
def _currencies() -> frozenset[str]:
    """The currencies that the facts of some language know."""
    tables = (ru.wordlist, kk.wordlist, en.wordlist)
    return frozenset(x["code"] for table in tables for x in table("currencies")["currency"])
