"""What the sandbox remembers, in memory and bounded: the oldest batches and groups make room for new ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from explorer.core.sandbox.plans import Plan

BATCH_BOUND = 1_000
RECIPIENT_BOUND = 200_000
"""Most recipients of all batches of a plan together."""
GROUP_BOUND = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A message to many; ``content`` holds the checked fields as they were sent, without ``to``."""

    id: str
    to: tuple[str, ...]
    content: Mapping[str, Any]
    created_at: datetime
    modified_at: datetime
    starts_at: datetime
    """When sending begins."""
    expires_at: datetime
    canceled_at: datetime | None = None
    recipients: tuple[str, ...] | None = None
    """Numbers after groups were resolved; None until sending begins."""

    @property
    def is_media(self) -> bool:
        return bool(self.content["type"] == "mt_media")

    def is_pending(self, now: datetime) -> bool:
        """Whether it can still be changed: sending has not begun."""
        return self.canceled_at is None and now < self.starts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    id: str
    members: tuple[str, ...]
    created_at: datetime
    modified_at: datetime
    name: str | None = None
    child_groups: tuple[str, ...] = ()
    auto_update: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """A received message; ``content`` is the object as it is answered, without id and time."""

    id: str
    received_at: datetime
    content: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class PlanState:
    """Everything of one service plan; plans share nothing."""

    plan: Plan
    batches: dict[str, Batch] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    inbounds: dict[str, Inbound] = field(default_factory=dict)
    _waiting: set[str] = field(default_factory=set)
    """Batches whose groups are not resolved yet."""

    def keep_batch(self, batch: Batch, now: datetime) -> None:
        """Add or overwrite; drops the oldest ones over the bounds."""
        self.batches[batch.id] = batch
        if batch.recipients is None:
            self._waiting.add(batch.id)
        self.settle(now)
        held = sum(len(kept.recipients or kept.to) for kept in self.batches.values())
        while len(self.batches) > BATCH_BOUND or (held > RECIPIENT_BOUND and len(self.batches) > 1):
            oldest = self.batches.pop(next(iter(self.batches)))
            self._waiting.discard(oldest.id)
            held -= len(oldest.recipients or oldest.to)

    def keep_group(self, group: Group) -> None:
        self.groups[group.id] = group
        if len(self.groups) > GROUP_BOUND:
            del self.groups[next(iter(self.groups))]

    def settle(self, now: datetime) -> None:
        """Resolve the groups of every batch whose sending has begun: later changes of a group do not reach it."""
        for batch_id in [waiting for waiting in self._waiting if self.batches[waiting].starts_at <= now]:
            batch = self.batches[batch_id]
            self.batches[batch_id] = replace(batch, recipients=self.numbers(batch.to))
            self._waiting.discard(batch_id)

    def recipients(self, batch: Batch) -> tuple[str, ...]:
        return self.numbers(batch.to) if batch.recipients is None else batch.recipients

    def numbers(self, entries: tuple[str, ...]) -> tuple[str, ...]:
        """Entries of ``to`` with groups replaced by their members, each number once; an unknown group is empty."""
        return tuple(dict.fromkeys(self._expanded(entries, set())))

    def _expanded(self, entries: tuple[str, ...], seen: set[str]) -> Iterator[str]:
        for entry in entries:
            if entry.isdigit():
                yield entry
            elif entry in self.groups and entry not in seen:
                seen.add(entry)
                group = self.groups[entry]
                yield from group.members
                yield from self._expanded(group.child_groups, seen)
