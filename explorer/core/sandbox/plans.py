"""The two service plans of the sandbox and the rules tied to them; all ids, tokens and numbers are invented.

The default plan has no callback URL, so asking for a delivery report without one is refused (``missing_callback_url``).
The second plan is blocked: it can read, but every send, update and replacement is refused (``blocked_account``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SANDBOX_PLAN_ID = "5a9db0c5e1a94d07b3f26c08e7d41f90"
SANDBOX_TOKEN = "c41f7e20d8b6459ea3907b5d12fe68a4"
BLOCKED_PLAN_ID = "b10c4ed05a9d4c3f8e7261f0943bd857"
BLOCKED_TOKEN = "0e93ad6cf58b4712b6c0d47f21a8e935"

SANDBOX_ORIGINATOR = "12025550143"
"""The sender of the samples: the only one the campaign below is registered for."""

SANDBOX_CAMPAIGN_ID = "CSANDBX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A service plan: who may use it and what is set up for it."""

    id: str
    token: str = field(repr=False)
    blocked: bool = False
    callback_url: str | None = None
    campaigns: Mapping[str, str] = field(default_factory=dict)
    """Campaign id -> the sender it is registered for."""


PLANS = (
    Plan(id=SANDBOX_PLAN_ID, token=SANDBOX_TOKEN, campaigns={SANDBOX_CAMPAIGN_ID: SANDBOX_ORIGINATOR}),
    Plan(id=BLOCKED_PLAN_ID, token=BLOCKED_TOKEN, blocked=True),
)
