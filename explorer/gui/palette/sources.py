"""What the palette offers, as values: items by kind. It knows nothing of where they come from or how they match."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an item is; the value goes out with ``CommandPalette.chosen``."""

    REQUEST = "request"
    ERROR = "error"
    HISTORY = "history"
    COMMAND = "command"
    ENVIRONMENT = "environment"


GROUP_TITLES = {
    Kind.REQUEST: "Requests",
    Kind.ERROR: "Errors",
    Kind.HISTORY: "History",
    Kind.COMMAND: "Commands",
    Kind.ENVIRONMENT: "Environments",
}


class Scope(StrEnum):
    """Which kinds are searched."""

    ALL = "all"
    REQUESTS = "requests"
    ERRORS = "errors"
    COMMANDS = "commands"
    ENVIRONMENTS = "environments"


SEGMENT_SCOPES = (Scope.ALL, Scope.REQUESTS, Scope.ERRORS, Scope.COMMANDS)
"""The scopes that stand as segments, in the order in which Tab walks through them."""

KINDS_OF = {
    Scope.ALL: (Kind.REQUEST, Kind.ERROR, Kind.HISTORY, Kind.COMMAND),
    Scope.REQUESTS: (Kind.REQUEST,),
    Scope.ERRORS: (Kind.ERROR,),
    Scope.COMMANDS: (Kind.COMMAND,),
    Scope.ENVIRONMENTS: (Kind.ENVIRONMENT,),
}

PREFIXES = {">": Scope.COMMANDS, "#": Scope.ERRORS, "@": Scope.ENVIRONMENTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteItem:
    """One row. ``id`` goes back to the owner when it is chosen."""

    id: str
    title: str
    detail: str
    """Where it stands, muted after the title: "Sinch SMS API, Groups"."""
    icon: str = ""
    method: str = ""
    label: str = ""
    """Words of a status pill before the title: "403", "TLS"."""
    mono: bool = False
    """The title is a code of the server, set in the code font."""
    keys: tuple[str, ...] = ()
    """Keys of a command as words for key caps."""
    right: str = ""
    """Muted at the right end, such as a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteSources:
    """Everything that can be found, each kind in the order in which it is offered before anything is typed."""

    requests: tuple[PaletteItem, ...] = ()
    errors: tuple[PaletteItem, ...] = ()
    history: tuple[PaletteItem, ...] = ()
    commands: tuple[PaletteItem, ...] = ()
    environments: tuple[PaletteItem, ...] = ()

    def of(self, kind: Kind) -> tuple[PaletteItem, ...]:
        """The items of one kind."""
        match kind:
            case Kind.REQUEST:
                return self.requests
            case Kind.ERROR:
                return self.errors
            case Kind.HISTORY:
                return self.history
            case Kind.COMMAND:
                return self.commands
            case Kind.ENVIRONMENT:
                return self.environments


def scope_of(text: str) -> tuple[Scope | None, str]:
    """A typed prefix as a scope, and the text without it; None when there is no prefix."""
    scope = PREFIXES.get(text[:1])
    return (scope, text[1:].lstrip()) if scope else (None, text)
