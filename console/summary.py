"""What the demo found, for a reader in a hurry: articles per outlet and language, who said what, amounts, offices, and the sums."""

from typing import Any

from baqylau.assemble import House

_SHOWN = 3  # of each language: enough to see what a fact is
_LANGUAGES = ("ru", "kk", "en")
_LONGEST = 160  # characters of a quote on a terminal


def show(house: House, console: Any, seconds: float) -> None:
    """Prints the summary."""
    from baqylau.store import pages, statements
    from baqylau.store.browse import Asked

    console.print(_outlets(house.engine))
    for title, kind, line in (("Who said what", "quote", _quote), ("Amounts", "amount", _amount), ("Who is who", "role", _role)):
        _print_facts(house.engine, console, title, kind, line)
    counts = statements.kinds(house.engine, Asked())
    console.print("[bold]Facts[/] " + "  ".join(f"{kind} {count}" for kind, count in counts.items()) + f"  = {sum(counts.values())}")
    totals = pages.totals(house.engine)
    law = " + ".join(f"{name.replace('_', ' ')} {count}" for name, count in totals.items())
    console.print(f"[bold]Pages fetched[/] {sum(totals.values())} = {law}")
    console.print(f"Done in {seconds:.0f} s.")


def _outlets(engine: Any) -> Any:
    from rich import box
    from rich.table import Table

    from baqylau.store import overview

    lines, articles = overview.outlet_lines(engine), overview.articles_by_language(engine)
    names = (x.replace("_", "\n") for x in overview.COLUMNS)
    table = Table("outlet", *_LANGUAGES, *names, "pages", box=box.SIMPLE, padding=(0, 1, 0, 0), show_footer=True)
    for x in lines:
        known = articles.get(x.id, {})
        table.add_row(
            x.name.split(" (")[0], *(str(known.get(code, "")) for code in _LANGUAGES), *(str(x.outcomes[c]) for c in overview.COLUMNS), str(x.pages)
        )
    sums = [sum(a.get(code, 0) for a in articles.values()) for code in _LANGUAGES]
    sums += [sum(x.outcomes[c] for x in lines) for c in overview.COLUMNS] + [sum(x.pages for x in lines)]
    for column, text in zip(table.columns, ["all", *map(str, sums)], strict=True):
        column.footer = text
        column.justify = "left" if column is table.columns[0] else "right"
    return table


def _print_facts(engine: Any, console: Any, title: str, kind: str, line: Any) -> None:
    from rich.text import Text

    from baqylau.store import statements
    from baqylau.store.browse import Asked

    console.print(f"[bold]{title}[/]")
    for language in _LANGUAGES:
        found = statements.listed(engine, Asked(kind=kind, language=language, reprints=False), 40)
        for x in sorted(found, key=lambda x: -x.fact["confidence"])[:_SHOWN]:
            console.print(Text(f"  {language}  {line(x)}", overflow="ellipsis", no_wrap=False))


def _quote(x: Any) -> str:
    who = x.fact["speaker_name"] or "?"
    role = f", {x.fact['speaker_role']}" if x.fact.get("speaker_role") else ""
    said = x.fact["text"] if len(x.fact["text"]) <= _LONGEST else x.fact["text"][: _LONGEST - 1] + "…"
    return f"{who}{role}: {said}  ({x.outlet})"


def _amount(x: Any) -> str:
    f = x.fact
    high = f"–{f['high']:g}" if f.get("high") is not None else ""
    value = "?" if f["value"] is None else f"{f['value']:,.10g}{high}"
    return f"{f['text']} → {value} {f.get('currency') or f.get('unit') or ''} ({f['bound']})  ({x.outlet})"


def _role(x: Any) -> str:
    slots = [x.fact[name] for name in ("person", "position", "organization") if x.fact.get(name)]
    return " · ".join(s.get("name") or s["text"] for s in slots) + f"  ({x.outlet})"
