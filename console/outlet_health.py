"""The condition of an outlet as text for a terminal: its figures and open issues come in, text goes
out.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from baqylau.model.issue import Issue
from baqylau.model.outlet import Outlet
from baqylau.monitoring import sparkline
from baqylau.monitoring.diagnosis import OutletFigures

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def card(
    outlet: Outlet, figures: OutletFigures, shares: Mapping[str, int], issues: Sequence[Issue]
) -> str:
    """The last seven days. Each hour of the week is a bar: left the links expected from the
    outlet's usual activity, right the links found.
    """
    access = outlet.access.value + (
        "" if outlet.tls == "verified" else f"; certificate not checked: {outlet.tls}"
    )
    lines = [
        (
            f"{outlet.name} ({outlet.id}):"
            f" {'; '.join(x.finding.trouble.value for x in issues) or 'no open issues'}"
        ),
        f"  access: {access}",
        *(f"  repair: {x}" for x in outlet.repairs.described()),
    ]
    lines += [
        f"  {x.finding.trouble} since {x.finding.since:%Y-%m-%d %H:%M} UTC: {x.finding.diagnosis}"
        for x in issues
    ]
    lines.append(f"  new links: {_links(outlet, figures)}")
    if figures.seen:
        week = zip(
            _DAYS,
            sparkline.days(figures.expected_by_hour),
            sparkline.days(figures.seen_by_hour),
            strict=True,
        )
        lines += [f"    {day} {expected} | {seen}" for day, expected, seen in week]
    whole = sum(shares.values())
    lines += [f"  {number / whole:.0%} of them from {source}" for source, number in shares.items()]
    lines += [f"  source {source}: {result}" for source, result in figures.sources.items()]
    lines.append(
        "  share of pages with: "
        + (
            ", ".join(f"{name} {share:.0%}" for name, share in figures.coverage.items())
            or "no page read yet"
        )
    )
    lines.append(f"  median delay from publication to saving: {_delay(figures.delay)}")
    lines.append(
        f"  {figures.visits} visits; answers: "
        + (", ".join(f"{word} {n}" for word, n in figures.responses.items()) or "none")
    )
    return "\n".join([*lines, ""])


def _links(outlet: Outlet, figures: OutletFigures) -> str:
    if figures.visits < 2:
        return "counted from the second visit on (the first one finds everything at once)"
    return (
        f"{figures.seen} in 7 days, {figures.expected:.0f} expected; {figures.seen_day} in 24"
        f" hours, {_day(outlet, figures)}"
    )


def _day(outlet: Outlet, figures: OutletFigures) -> str:
    bounds = outlet.expect.articles_per_day
    word = f"{figures.expected_day:.0f} expected"
    if bounds is None:
        return word
    beyond = (
        "BELOW "
        if figures.seen_day < bounds[0]
        else "above "
        if figures.seen_day > bounds[1]
        else "within "
    )
    return f"{word}, {beyond}the editor's {bounds[0]} to {bounds[1]}"


def _delay(delay: timedelta | None) -> str:
    return "unknown" if delay is None else f"{delay / timedelta(minutes=1):.0f} min"
