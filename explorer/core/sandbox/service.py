"""One sandbox's memory: the plans with their data, the clock, and the limit on bursts of requests."""

import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

from explorer.core.sandbox.plans import PLANS, SANDBOX_PLAN_ID
from explorer.core.sandbox.seeds import plant
from explorer.core.sandbox.state import PlanState

BURST_LIMIT = 30
"""Requests a plan may make in one second; the vendor publishes no figure."""

_BURST_WINDOW_S = 1.0


def utc_now() -> datetime:
    return datetime.now(UTC)


class BurstLimit:
    """At most ``limit`` requests of one plan in any second; a refused request does not count."""

    def __init__(self, limit: int, seconds: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._seconds = seconds
        self._times: dict[str, deque[float]] = {}

    def takes(self, plan_id: str) -> bool:
        now = self._seconds()
        times = self._times.setdefault(plan_id, deque())
        while times and times[0] <= now - _BURST_WINDOW_S:
            times.popleft()
        if len(times) >= self._limit:
            return False
        times.append(now)
        return True


class Service:
    """Belongs to one server and is touched by its thread only."""

    def __init__(self, clock: Callable[[], datetime] = utc_now, burst_limit: int = BURST_LIMIT) -> None:
        self.clock = clock
        self._burst_limit = burst_limit
        self.reset()

    def reset(self) -> None:
        """Back to the sample data."""
        self.plans = {plan.id: PlanState(plan=plan) for plan in PLANS}
        self._burst = BurstLimit(self._burst_limit)
        self._planted = False

    def now(self) -> datetime:
        """The clock's time; sample data is dated from the first look at it."""
        now = self.clock()
        if not self._planted:
            plant(self.plans[SANDBOX_PLAN_ID], now)
            self._planted = True
        return now

    def takes_request(self, plan_id: str) -> bool:
        """Whether the burst limit lets one more in; unknown plans share one limit, so that memory stays bounded."""
        return self._burst.takes(plan_id if plan_id in self.plans else "")
