"""Issues as rows.

Comes in: the findings of an examination. Goes out: issues are opened, confirmed and closed; the
open ones are listed, and so are the gaps: times in which articles may be missing. Times are
time-zone aware, in UTC.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, insert, or_, select, update

from baqylau.model.issue import GAPS, Finding, Gap, Issue, Trouble
from baqylau.model.visit import parsed
from baqylau.monitoring import windows
from baqylau.monitoring.observations import VisitLog
from baqylau.store.columns import storable
from baqylau.store.connect import reading, writing
from baqylau.store.matches import tell_issue
from baqylau.store.tables import issues, outlets, visits


@dataclass(frozen=True, slots=True)
class IssueChanges:
    """How many issues one examination opened and closed."""

    opened: int
    closed: int


def record_findings(
    engine: Engine, outlet_id: str | None, found: Sequence[Finding], now: datetime
) -> IssueChanges:
    """Writes the findings of one examination of one outlet (None: of the whole installation) as
    issues: new ones are opened, known ones confirmed, and those not found again are closed.
    """
    with writing(engine) as connection:
        connection.execute(
            select(outlets.c.id).where(outlets.c.id == outlet_id).with_for_update()
        )  # two examinations of one outlet wait for each other
        known = {
            (x.trouble, x.subject): x.id
            for x in connection.execute(
                select(issues).where(_of(outlet_id), issues.c.closed.is_(None))
            )
        }
        new = [x for x in found if (x.trouble, x.subject) not in known]
        for finding in found:
            key = (finding.trouble, finding.subject)
            if key in known:
                _confirm(connection, known.pop(key), finding, now)
        for finding in new:
            row = _columns(finding) | {
                "outlet": outlet_id,
                "trouble": finding.trouble,
                "subject": storable(finding.subject),
                "since": finding.since,
            }
            connection.execute(insert(issues).values(**row, opened=now, confirmed=now))
        if known:
            connection.execute(
                update(issues).where(issues.c.id.in_(known.values())).values(closed=now)
            )
    return IssueChanges(len(new), len(known))


def open_issues(engine: Engine) -> list[Issue]:
    """Every open issue, the last opened first."""
    return _read(engine, issues.c.closed.is_(None))


def of_outlet(engine: Engine, outlet_id: str) -> list[Issue]:
    """Every issue that an outlet ever had, the last opened first."""
    return _read(engine, issues.c.outlet == outlet_id)


def unnotified(engine: Engine) -> list[Issue]:
    """Issues whose opening or closing was not yet put into the outbox. One that closed before its
    opening was needs no alert.
    """
    opened = and_(issues.c.told_opened.is_(None), issues.c.closed.is_(None))
    closed = and_(
        issues.c.told_opened.is_not(None),
        issues.c.told_closed.is_(None),
        issues.c.closed.is_not(None),
    )
    return _read(engine, or_(opened, closed))


def notify(engine: Engine, issue: Issue, channels: Collection[str], now: datetime) -> int:
    """Puts the issue's opening, or its closing where it is closed, into the outbox: for these
    channels of the settings and for the watches that ask for it. Returns how many deliveries were
    made; the issue counts as notified where there is any, or was told of before.
    """
    with writing(engine) as connection:
        event = "closed" if issue.closed else "opened"
        made = tell_issue(connection, issue.id, issue.outlet_id, event, channels, now)
        if made:
            column = issues.c.told_closed if issue.closed else issues.c.told_opened
            connection.execute(update(issues).where(issues.c.id == issue.id).values({column: now}))
    return made


def get(engine: Engine, issue_id: int) -> Issue | None:
    found = _read(engine, issues.c.id == issue_id)
    return found[0] if found else None


def gaps(
    engine: Engine | Connection, outlet_id: str | None = None, since: datetime | None = None
) -> Iterator[Gap]:
    """Every time in which articles of an outlet may be missing, by outlet and time. With `since`
    only the visits since then are read, and the last one before.

    From the visits: times in which no visit reached the outlet, with the results of the failed
    visits in between. From the issues: times in which it answered but published nothing, or could
    not be read.
    """
    with reading(engine) as connection:
        known = (
            [outlet_id]
            if outlet_id is not None
            else list(connection.execute(select(outlets.c.id).order_by(outlets.c.id)).scalars())
        )
        for each in known:  # a year of one outlet's visits fits in memory, that of all does not
            troubles = connection.execute(
                select(issues).where(issues.c.trouble.in_(GAPS), issues.c.outlet == each)
            )
            from_issues = [
                Gap(each, x.since, x.closed, f"{x.trouble}: {x.diagnosis}") for x in troubles
            ]
            yield from sorted(
                [*_unseen(each, _visits(connection, each, since)), *from_issues],
                key=lambda x: x.since,
            )


def _visits(connection: Connection, outlet_id: str, since: datetime | None) -> list[VisitLog]:
    wanted = select(visits.c.started, visits.c.ended, visits.c.ways).where(
        visits.c.outlet == outlet_id, visits.c.ended.is_not(None)
    )
    if since is not None:
        before = wanted.where(visits.c.started < since).order_by(visits.c.started.desc()).limit(1)
        first = connection.execute(before.with_only_columns(visits.c.started)).scalar_one_or_none()
        wanted = wanted.where(visits.c.started >= (first or since))
    return [
        VisitLog(x.started, x.ended, parsed(x.ways))
        for x in connection.execute(wanted.order_by(visits.c.started))
        if x.ways
    ]


def ledger(
    engine: Engine | Connection,
    outlet_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[dict[str, Any]]:
    """The gaps that overlap the span (None: no limit at that end) as rows: outlet, from, to (None:
    until now), why.
    """
    for gap in gaps(engine, outlet_id):
        if (until is None or gap.since < until) and (
            since is None or gap.until is None or gap.until > since
        ):
            yield {"outlet": gap.outlet_id, "from": gap.since, "to": gap.until, "why": gap.why}


def _unseen(outlet_id: str, seen: Sequence[VisitLog]) -> Iterable[Gap]:
    """Longer than `windows.LONGEST_GAP` without a visit that reached the outlet; shorter ones its
    lists make good.
    """
    reached = [x for x in seen if x.reached]
    if not seen:
        return
    for before, after in pairwise(reached):
        if after.started - before.ended > windows.LONGEST_GAP:
            yield Gap(
                outlet_id,
                before.ended,
                after.started,
                _why(x for x in seen if before.ended <= x.started < after.started),
            )
    last = reached[-1].ended if reached else seen[0].started
    if seen[-1].started - last > windows.LONGEST_GAP:
        yield Gap(outlet_id, last, None, _why(x for x in seen if x.started >= last))


def _why(failed: Iterable[VisitLog]) -> str:
    words = dict.fromkeys(x.reason for visit in failed for x in visit.sources.values())
    return f"not reached: {'; '.join(words)[:300]}" if words else "not visited"


def _of(outlet_id: str | None) -> ColumnElement[bool]:
    return issues.c.outlet.is_(None) if outlet_id is None else issues.c.outlet == outlet_id


def _confirm(connection: Connection, issue_id: int, finding: Finding, now: datetime) -> None:
    connection.execute(
        update(issues).where(issues.c.id == issue_id).values(**_columns(finding), confirmed=now)
    )


def _columns(finding: Finding) -> dict[str, Any]:
    return {
        "diagnosis": storable(finding.diagnosis),
        "evidence": finding.evidence,
        "probability": finding.probability,
    }


def _read(engine: Engine, condition: ColumnElement[bool]) -> list[Issue]:
    with reading(engine) as connection:
        return [
            _issue(x)
            for x in connection.execute(
                select(issues).where(condition).order_by(issues.c.opened.desc(), issues.c.id.desc())
            )
        ]


def _issue(row: Row[Any]) -> Issue:
    finding = Finding(
        Trouble(row.trouble), row.subject, row.since, row.diagnosis, row.evidence, row.probability
    )
    return Issue(row.id, row.outlet, finding, row.opened, row.confirmed, row.closed)
