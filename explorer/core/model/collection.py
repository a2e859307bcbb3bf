"""What is open: a tree of items read from a folder, with its environments. Where the files lie is in ``key``s."""

from dataclasses import dataclass

from explorer.core.model.environment import Environment, Variable
from explorer.core.model.example import Example
from explorer.core.model.request import Auth, Header, NoAuth, Request, RequestSettings

HALF_MERGED = "The file holds marks of a merge conflict; choose one side and take the marks out."
"""Why a file is broken that git left with two versions in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestItem:
    """A saved request. ``key`` is its path relative to the collection folder, with forward slashes."""

    key: str
    request: Request
    seq: float = 0.0
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherItem:
    """An item Explorer cannot run yet (grpc, websocket, script, app): kept untouched, shown as such."""

    key: str
    name: str
    kind: str
    seq: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenItem:
    """A file that cannot be read; shown in place with the reason while the others load."""

    key: str
    name: str
    reason: str
    line: int = 0
    column: int = 0
    seq: float = 0.0

    @property
    def is_half_merged(self) -> bool:
        """Whether git left two versions in it."""
        return self.reason == HALF_MERGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of items, in order of seq, then name."""

    key: str
    name: str
    items: "tuple[Item, ...]" = ()
    headers: tuple[Header, ...] = ()
    auth: Auth | None = None
    """None: inherit."""
    variables: tuple[Variable, ...] = ()
    settings: RequestSettings = RequestSettings()
    docs: str = ""
    seq: float = 0.0


Item = RequestItem | OtherItem | BrokenItem | Folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """An opened folder. ``key`` is its absolute path; item keys are relative to it."""

    key: str
    name: str
    items: tuple[Item, ...] = ()
    environments: tuple[Environment, ...] = ()
    headers: tuple[Header, ...] = ()
    auth: Auth = NoAuth()
    variables: tuple[Variable, ...] = ()
    settings: RequestSettings = RequestSettings()
    docs: str = ""
