"""The visit plans of the outlets that this process visits: an outlet comes in, its plan goes out,
made anew once a day from the recorded visits.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from baqylau.errors import TryLater
from baqylau.model.outlet import Outlet
from crawler.frontier import Frontier
from crawler.visit_plan import LOOK_BACK, SHORTEST_PLANNED, VisitPlan, make_plan

REPLAN = timedelta(days=1)


@dataclass(slots=True)
class PlanCache:
    """`_plans` holds each plan with the time it was made, by the outlet's id."""

    frontier: Frontier
    _plans: dict[str, tuple[datetime, VisitPlan]] = field(default_factory=dict)

    async def plan(self, outlet: Outlet, now: datetime) -> VisitPlan | None:
        """None for an outlet that is visited too often for a plan. While the store cannot be read,
        the last plan holds, and there may be none.
        """
        if outlet.visit.every < SHORTEST_PLANNED:
            return None
        made, plan = self._plans.get(outlet.id, (None, None))
        if made and made <= now < made + REPLAN:
            return plan
        try:
            finds = await self.frontier.recent_finds(outlet.id, now - LOOK_BACK)
        except TryLater:
            return plan
        finds = [x for x in finds if x.started <= now]  # none by a clock that was set back since
        # in a thread: it takes some hundredths of a second of CPU
        plan = await asyncio.to_thread(
            make_plan, finds, outlet.visit.every, outlet.timezone, outlet.country
        )
        self._plans[outlet.id] = now, plan
        return plan
