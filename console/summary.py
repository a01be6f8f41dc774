"""The summary of the demo: an app comes in; articles per outlet and language, who said what,
amounts, positions and totals are printed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from baqylau.app import App
from baqylau.model.fact_words import words_of
from baqylau.store.queries.operations import UNKNOWN

_SHOWN = 3  # facts of each language: enough to see what a fact is
_LANGUAGES = ("ru", "kk", "en")
_MAX_FACTS = 1000  # of a kind; the sample press has fewer
_MAX_LENGTH = 140  # characters of a quote on a terminal


def show(app: App, console: Any, seconds: float) -> None:
    """Prints the summary."""
    from baqylau.store import pages
    from baqylau.store.queries import facts as fact_queries
    from baqylau.store.queries.filter import Filter

    console.print(_outlets(app.engine))
    for title, kind, line in (
        ("Who said what", "quote", _quote),
        ("Amounts", "amount", _amount),
        ("Who is who", "role", _role),
    ):
        _print_facts(app.engine, console, title, kind, line)
    counts = fact_queries.kinds(app.engine, Filter())
    console.print(
        "[bold]Facts[/] "
        + "  ".join(f"{kind} {count}" for kind, count in counts.items())
        + f"  = {sum(counts.values())}"
    )
    totals = pages.totals(app.engine)
    terms = " + ".join(f"{name.replace('_', ' ')} {count}" for name, count in totals.items())
    console.print(f"[bold]Pages fetched[/] {sum(totals.values())} = {terms}")
    console.print(f"Done in {seconds:.0f} s.")


def _outlets(engine: Any) -> Any:
    from rich import box
    from rich.table import Table

    from baqylau.store.queries import operations

    lines, articles = operations.outlet_rows(engine), operations.articles_by_language(engine)
    names = (x.replace("_", "\n") for x in operations.COLUMNS)
    languages = _languages_shown(code for known in articles.values() for code in known)
    table = Table(
        "outlet",
        *languages,
        *names,
        "pages",
        box=box.SIMPLE,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_footer=True,
    )
    for x in lines:
        known = articles.get(x.id, {})
        table.add_row(
            _outlet(x.name),
            *(str(known.get(code, "")) for code in languages),
            *(str(x.outcomes[c]) for c in operations.COLUMNS),
            str(x.pages),
        )
    sums = [sum(a.get(code, 0) for a in articles.values()) for code in languages]
    sums += [sum(x.outcomes[c] for x in lines) for c in operations.COLUMNS] + [
        sum(x.pages for x in lines)
    ]
    for column, text in zip(table.columns, ["all", *map(str, sums)], strict=True):
        column.footer = text
        column.justify = "left" if column is table.columns[0] else "right"
    return table


def _print_facts(engine: Any, console: Any, title: str, kind: str, line: Any) -> None:
    from rich.table import Table
    from rich.text import Text

    from baqylau.store.queries import facts as fact_queries
    from baqylau.store.queries.filter import Filter

    console.print(f"[bold]{title}[/]")
    found = fact_queries.listed(engine, Filter(kind=kind, reprints=False), _MAX_FACTS)
    lines = Table.grid(padding=(0, 2, 0, 0))  # a long line is wrapped under its own beginning
    for language in _languages_shown(x.language for x in found):
        for x in _best([x for x in found if (x.language or UNKNOWN) == language]):
            lines.add_row(f"  {language}", Text(line(x)))
    console.print(lines)


def _languages_shown(codes: Iterable[str | None]) -> list[str]:
    """The languages to show: Russian, Kazakh and English in this order, then any others."""
    present = {x or UNKNOWN for x in codes}
    return [x for x in _LANGUAGES if x in present] + sorted(present - set(_LANGUAGES))


def _best(found: Sequence[Any]) -> list[Any]:
    """The facts that show most, of different outlets where possible: the most certain first, money
    and percent before counts, named speakers before unknown ones.
    """
    ordered = sorted(
        found,
        key=lambda x: (
            x.fact.get("quantity") not in (None, "money", "percent"),
            not x.who,
            -x.fact["confidence"],
        ),
    )
    first = list({x.outlet_id: x for x in reversed(ordered)}.values())[::-1]
    return [*first, *(x for x in ordered if x not in first)][:_SHOWN]


def _quote(x: Any) -> str:
    who = x.fact["speaker_name"] or "?"
    role = f", {x.fact['speaker_role']}" if x.fact.get("speaker_role") else ""
    return f"{who}{role}: {_short(words_of(x.fact))}  ({_outlet(x.outlet)})"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MAX_LENGTH else text[: _MAX_LENGTH - 1] + "…"


def _outlet(name: str) -> str:
    """The name without the remark "(invented outlet)", which the demo has printed already."""
    return name.split(" (")[0]


def _amount(x: Any) -> str:
    f = x.fact
    high = f"–{_figure(f['high'])}" if f.get("high") is not None else ""
    value = "?" if f["value"] is None else f"{_figure(f['value'])}{high}"
    bound = "" if f["bound"] == "exact" else f", {f['bound']}"
    return (
        f"{f['text']} → {value} {f.get('currency') or f.get('unit') or ''}{bound} "
        f" ({_outlet(x.outlet)})"
    )


def _figure(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _role(x: Any) -> str:
    slots = [x.fact[name] for name in ("person", "position", "organization") if x.fact.get(name)]
    return " · ".join(s.get("name") or s["text"] for s in slots) + f"  ({_outlet(x.outlet)})"
