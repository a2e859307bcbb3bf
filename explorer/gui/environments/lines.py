"""The lines of the matrix and what stands in a cell of each. Pure; the model asks here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from explorer.core.model.environment import Environment, Variable
from explorer.core.workspace import SANDBOX_ENVIRONMENT
from explorer.gui.environments.matrix import Filling, Problem, SecretOf, filling, giver, is_off, is_secret, row_of
from explorer.gui.environments.scope_columns import CAPTURED, Beside, ScopeColumn
from explorer.gui.environments.setting_rows import SettingRow

RUNNING = "Running sandbox"
"""Where a value comes from that no file holds."""
PROGRAM = "Program"
"""The output of a program is the value."""
MASK = "•" * 12
_WORDS = {Filling.EMPTY: "Empty", Filling.OFF: "Off", Filling.UNSET: "Not set"}


@dataclass(frozen=True, slots=True)
class VariableLine:
    """A name and its values."""

    name: str


@dataclass(frozen=True, slots=True)
class AddLine:
    """The last line of the variables, where a name begins a new one."""


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """The title above the settings."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting of every environment."""

    row: SettingRow


Line = VariableLine | AddLine | HeadingLine | SettingLine


class CellKind(StrEnum):
    """How a cell is drawn."""

    NAME = "name"
    VALUE = "value"
    SECRET = "secret"
    QUIET = "quiet"
    """Words that are no value: "Not set"."""
    MISSING = "missing"
    SETTING_NAME = "setting name"
    SETTING = "setting"
    ADD = "add"
    HEADING = "heading"
    COUNT = "count"
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What the delegate draws."""

    kind: CellKind
    text: str = ""
    note: str = ""
    """Muted words at the right: "Secret", "Off", "Running sandbox"."""
    off: bool = False
    revealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything the cells are made from."""

    environments: tuple[Environment, ...] = ()
    uses: Mapping[str, int] | None = None
    """None until they were counted."""
    missing: frozenset[tuple[str, str]] = frozenset()
    """(name, key of the environment)."""
    revealed: frozenset[tuple[str, str]] = frozenset()
    problems: tuple[Problem, ...] = ()
    running: Mapping[str, str] = field(default_factory=dict)
    """Name to value where the running sandbox decides, in its own environment only."""
    beside: Beside = Beside()


def head_cell(line: Line, sheet: Sheet) -> Cell:
    """The first column."""
    match line:
        case VariableLine():
            off = is_off(sheet.environments, line.name)
            note = "Off" if off else "Secret" if is_secret(sheet.environments, line.name) else ""
            return Cell(kind=CellKind.NAME, text=line.name, note=note, off=off)
        case AddLine():
            return Cell(kind=CellKind.ADD, text="Add variable")
        case HeadingLine():
            return Cell(kind=CellKind.HEADING, text="Settings")
        case SettingLine():
            return Cell(kind=CellKind.SETTING_NAME, text=line.row.title)


def count_cell(line: Line, sheet: Sheet) -> Cell:
    """The last column."""
    if isinstance(line, VariableLine) and sheet.uses is not None:
        return Cell(kind=CellKind.COUNT, text=str(sheet.uses.get(line.name, 0)))
    return Cell(kind=CellKind.HEADING if isinstance(line, HeadingLine) else CellKind.BLANK)


def value_cell(line: Line, environment: Environment, sheet: Sheet, secret_of: SecretOf) -> Cell:
    """A cell of an environment's column."""
    match line:
        case VariableLine():
            return _variable_cell(line.name, environment, sheet, secret_of)
        case SettingLine():
            return Cell(kind=CellKind.SETTING, text=line.row.words(environment))
        case HeadingLine():
            return Cell(kind=CellKind.HEADING)
        case AddLine():
            return Cell(kind=CellKind.BLANK)


def scope_cell(line: Line, scope: ScopeColumn) -> Cell:
    """A cell of the column of a scope that serves every environment."""
    if isinstance(line, HeadingLine):
        return Cell(kind=CellKind.HEADING)
    if not isinstance(line, VariableLine):
        return Cell(kind=CellKind.BLANK)
    row = scope.row(line.name)
    if row is None:
        return Cell(kind=CellKind.QUIET, text=_WORDS[Filling.UNSET])
    if row.secret:
        return Cell(kind=CellKind.VALUE, text=MASK, note="Secret", off=not row.enabled)
    words = row.value or (_WORDS[Filling.EMPTY] if row.enabled else _WORDS[Filling.OFF])
    return Cell(kind=CellKind.VALUE if row.value else CellKind.QUIET, text=words, off=not row.enabled)


def running_value(name: str, environment: Environment, sheet: Sheet) -> str | None:
    """What the running sandbox says, which goes before the environment's own value; None where it says nothing."""
    return sheet.running.get(name) if environment.name == SANDBOX_ENVIRONMENT else None


def _variable_cell(name: str, environment: Environment, sheet: Sheet, secret_of: SecretOf) -> Cell:
    if (name, environment.key) in sheet.missing:
        return Cell(kind=CellKind.MISSING, text="Missing")
    running = running_value(name, environment, sheet)
    if running is not None:
        return Cell(kind=CellKind.VALUE, text=running, note=RUNNING)
    caught = sheet.beside.captured.get(environment.name, {}).get(name)
    if caught is not None:
        is_masked = caught.secret or is_secret(sheet.environments, name)
        return Cell(kind=CellKind.VALUE, text=MASK if is_masked else caught.value, note=CAPTURED)
    row, found = row_of(environment, name), filling(environment, name, secret_of)
    if row is not None and row.command and found is Filling.SECRET:
        return Cell(kind=CellKind.VALUE, text=row.command, note=PROGRAM)
    if found in (Filling.UNSET, Filling.OFF):
        inherited = _inherited_cell(name, environment, sheet, secret_of) or _shared_cell(name, sheet)
        if inherited is not None:
            return inherited
    if row is not None and _is_credential(row, found, sheet):
        return _masked_cell(row, environment, sheet)
    if found is Filling.SECRET:
        if (name, environment.key) not in sheet.revealed:
            return Cell(kind=CellKind.SECRET, text=MASK)
        value = secret_of(environment.name, name)
        words = f"Make {environment.name} active to read it" if value is None else value
        return Cell(kind=CellKind.SECRET, text=words, revealed=True, off=value is None)
    if row is not None and found is Filling.VALUE:
        return Cell(kind=CellKind.VALUE, text=row.value)
    if row is not None and found is Filling.OFF and row.value and not row.secret:
        return Cell(kind=CellKind.VALUE, text=row.value, off=True)
    return Cell(kind=CellKind.QUIET, text=_WORDS.get(found, ""))


def _inherited_cell(name: str, environment: Environment, sheet: Sheet, secret_of: SecretOf) -> Cell | None:
    """The value of the base, muted, with where it comes from."""
    base = giver(sheet.environments, environment, name, secret_of)
    owner = next((one for one in sheet.environments if base and one.name == base), None)
    row = row_of(owner, name) if owner is not None else None
    if row is None:
        return None
    secret = row.secret or is_secret(sheet.environments, name)
    text = row.command or (MASK if secret else row.value)
    return Cell(kind=CellKind.VALUE, text=text, note=f"From {base}", off=True)


def _shared_cell(name: str, sheet: Sheet) -> Cell | None:
    """The value of the collection or of all collections, muted."""
    given = sheet.beside.giver(name)
    if given is None:
        return None
    secret = given[1].secret or is_secret(sheet.environments, name)
    return Cell(kind=CellKind.VALUE, text=MASK if secret else given[1].value, note=f"From {given[0].title}", off=True)


def _is_credential(row: Variable, found: Filling, sheet: Sheet) -> bool:
    """Whether a plain value is a secret elsewhere: what is a credential in one environment is one in all."""
    plain = not row.secret and bool(row.value) and found in (Filling.VALUE, Filling.OFF)
    return plain and is_secret(sheet.environments, row.name)


def _masked_cell(row: Variable, environment: Environment, sheet: Sheet) -> Cell:
    revealed = (row.name, environment.key) in sheet.revealed
    return Cell(kind=CellKind.SECRET, text=row.value if revealed else MASK, revealed=revealed)
