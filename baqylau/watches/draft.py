"""A watch as a person gives it: fields as text come in, a checked `Watch` goes out, or a refusal
that says which field and what to write.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from baqylau.errors import InputError
from baqylau.model.watch import DAY, WEEK, Figure, Watch
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
    `InputError`.
    """
    f = {k: " ".join(v.split()) for k, v in given.items() if k in _FIELDS}
    name = f.get("name") or f.get("query", "")[:_LONGEST_NAME]
    if not name:
        raise InputError("name: a watch needs a name")
    if len(name) > _LONGEST_NAME:
        raise InputError(f"name: at most {_LONGEST_NAME} characters")
    quiet_from, quiet_until = (_clock(f, x) for x in ("quiet_from", "quiet_until"))
    if (quiet_from is None) != (quiet_until is None):
        raise InputError("quiet hours: give both ends, for example 22:00 and 07:00, or none")
    made = Watch(
        name=name,
        owner=owner,
        query=f.get("query", ""),
        outlets=_outlets(f.get("outlets", ""), outlets),
        languages=_listed(f.get("languages", "")),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        zone=zone(f.get("zone") or _ZONE).key,
        collapse=_is_on(f, "collapse"),
        edits=_is_on(f, "edits"),
        removals=_is_on(f, "removals"),
        issues=_is_on(f, "issues"),
        appointed=f.get("appointed") or None,
        figure=_figure(f.get("figure", "")),
        language=_one_of("language", f.get("language") or "ru", _LANGUAGES),
    )
    if not (made.query or made.appointed or made.figure or made.issues):
        raise InputError(
            "query: write the words to watch for, for example: паводок OR «су тасқыны»"
        )
    return _with_digest(made, f)


def _is_on(given: Mapping[str, str], name: str) -> bool:
    return given.get(name, "").lower() in _YES


def refuse_flood(watch: Watch, a_day: float) -> None:
    """Raises `InputError` for a watch without a digest that would find too much."""
    if watch.digest is None and a_day > MOST_A_DAY:
        raise InputError(
            f"query: it would have found {a_day:.0f} articles a day in the last days, and nobody"
            f" reads more than {MOST_A_DAY} single messages: add words, choose outlets, or take a"
            " digest"
        )


def _with_digest(watch: Watch, given: Mapping[str, str]) -> Watch:
    digest = given.get("digest") or None
    if digest is None:
        return watch
    _one_of("digest", digest, (DAY, WEEK))
    hours = tuple(dict.fromkeys(clock(x) for x in _listed(given.get("digest_at") or "08:00")))
    if len(hours) > 6:
        raise InputError("digest_at: at most six times a day")
    return replace(watch, digest=digest, digest_at=tuple(sorted(hours)))


def _listed(given: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(given.replace(",", " ").split()))


def _outlets(given: str, known: Collection[str]) -> tuple[str, ...]:
    found = _listed(given)
    unknown = next((x for x in found if known and x not in known), None)
    if unknown is not None:
        raise InputError(f"outlets: there is no outlet {unknown[:60]!r}; ids are like baq, zakon")
    return found


def _clock(given: Mapping[str, str], name: str) -> str | None:
    return clock(given[name]) if given.get(name) else None


def _one_of(name: str, value: str, known: Collection[str]) -> str:
    if value not in known:
        raise InputError(f"{name}: {value[:40]!r}: write one of {', '.join(known)}")
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
    if not 0 <= over < 1e18 or (currency and not (len(currency) == 3 and currency.isalpha())):
        raise InputError(f"figure: {given[:40]!r}: write a number and a currency: 1000000000 KZT")
    return Figure(over, currency.upper() or None)
