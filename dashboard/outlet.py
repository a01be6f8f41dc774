"""`/outlets/<id>`: an outlet's id comes in; its issues (open and past), new links expected and
seen, discovery sources, field coverage, delay and HTTP answers go out.
"""

from datetime import timedelta

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.clock import now
from baqylau.monitoring import sparkline
from baqylau.monitoring.diagnosis import SHOWN, figures
from baqylau.store import issues
from baqylau.store.queries import changes as change_queries
from baqylau.store.queries import monitoring
from dashboard.condition import condition_of
from dashboard.view import View

_PAST = 30  # issues shown
_GAPS = 10


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/outlets/{outlet_id}")
    def outlet(request: Request, outlet_id: str) -> Response:
        line = next((x for x in view.lines() if x.id == outlet_id), None)
        known, moment = view.app.outlets.get(outlet_id), now()
        if line is None:
            raise HTTPException(404)
        shown = figures(monitoring.observe(view.engine, known, moment), moment) if known else None
        known_issues = issues.of_outlet(view.engine, outlet_id)
        shares = monitoring.shares(view.engine, outlet_id, moment - SHOWN) if known else {}
        return view.page(
            request,
            "outlet.html",
            line=line,
            known=known,
            changed=bool(change_queries.listed(view.engine, outlet_id, None, 1)),
            condition=condition_of(line, known_issues),
            issues=known_issues[:_PAST],
            gaps=list(issues.gaps(view.engine, outlet_id))[-_GAPS:],
            figures=shown,
            minutes=round(shown.delay / timedelta(minutes=1))
            if shown and shown.delay is not None
            else None,
            shares={way: number / sum(shares.values()) for way, number in shares.items()},
            week=list(
                zip(
                    sparkline.days(shown.expected_by_hour),
                    sparkline.days(shown.seen_by_hour),
                    strict=True,
                )
            )
            if shown and shown.seen
            else [],
        )

    return router
