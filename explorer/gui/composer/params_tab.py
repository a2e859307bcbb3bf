"""Query and path parameters as tables, in step with the URL. It is told the URL and says how it should read."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from explorer.core.model.request import Param, ParamKind
from explorer.core.variables import Variables
from explorer.gui.composer import query
from explorer.gui.composer.row_tools import RowTools
from explorer.gui.composer.tab import ComposerTab, SectionTitle, Tools, filled, scrolled, title_label
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.key_value_rows import Row
from explorer.gui.widgets.key_value_table import KeyValueTable


class ParamsTab(ComposerTab):
    """``url_edited`` carries the URL that the edited rows ask for."""

    url_edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._url = ""
        self._loaded: tuple[tuple[Param, ...], tuple[Row, ...], tuple[Row, ...]] = ((), (), ())
        self._path_values: dict[str, Row] = {}
        self.table = KeyValueTable("Query parameters", "Add parameter")
        self.path_table = KeyValueTable("Path parameters", fixed_names=True, checkable=False)
        self.table.chips.go_to = self.path_table.chips.go_to = self.definition_requested.emit
        self._path_title = SectionTitle("Path parameters")
        self.tools = Tools(title_label("Query parameters"), RowTools(self.table))
        filled(self, scrolled(self.table, self._path_title, self.path_table))
        self.table.changed.connect(self._rows_edited)
        self.path_table.changed.connect(self._path_edited)
        for table in (self.table, self.path_table):
            table.faults_changed.connect(self.faults_changed)
        self._show_path()

    def load(self, url: str, params: tuple[Param, ...]) -> None:
        """Show the parameters of a request that was opened."""
        self._url = url
        self._path_values = {param.name: _row(param) for param in params if param.kind is ParamKind.PATH}
        rows = tuple(_row(param) for param in params if param.kind is ParamKind.QUERY)
        self.table.set_rows(query.loaded(rows, url))
        self._show_path()
        self._loaded = (params, self.table.rows(), self.path_table.rows())

    def follow_url(self, url: str) -> None:
        """The URL was typed: show its query and its path parameters."""
        if url != self._url:
            self._url = url
            self.table.sync_rows(query.merged(self.table.rows(), url))
            self._show_path()

    def params(self) -> tuple[Param, ...]:
        """The rows; those of an unedited request exactly as they were loaded."""
        params, rows, path_rows = self._loaded
        if (self.table.rows(), self.path_table.rows()) == (rows, path_rows):
            return params
        found = [_param(row, ParamKind.QUERY) for row in self.table.rows() if not row.is_blank]
        return (*found, *(_param(row, ParamKind.PATH) for row in self.path_table.rows()))

    def in_use(self) -> int:
        """How many parameters go into the URL."""
        return sum(query.is_mirrored(row) for row in self.table.rows()) + len(self.path_table.rows())

    def set_faults(self, faults: Mapping[int, str], path_faults: Mapping[int, str], family: Family) -> None:
        self.table.set_faults(faults, family)
        self.path_table.set_faults(path_faults, family)

    def has_faults(self) -> bool:
        return bool(self.table.faults() or self.path_table.faults())

    def clear_faults(self) -> None:
        self.set_faults({}, {}, Family.CLIENT)

    def set_variables(self, variables: Variables) -> None:
        self.table.set_variables(variables)
        self.path_table.set_variables(variables)

    def _rows_edited(self) -> None:
        url = query.rewritten(self._url, self.table.rows())
        if url != self._url:
            self._url = url
            self.url_edited.emit(url)
        self.edited.emit()

    def _path_edited(self) -> None:
        self._path_values |= {row.name: row for row in self.path_table.rows()}
        self.edited.emit()

    def _show_path(self) -> None:
        names = query.path_names(self._url)
        self.path_table.sync_rows(tuple(self._path_values.get(name, Row(name=name)) for name in names))
        self._path_title.setVisible(bool(names))
        self.path_table.setVisible(bool(names))


def _row(param: Param) -> Row:
    return Row(name=param.name, value=param.value, enabled=param.enabled, description=param.description)


def _param(row: Row, kind: ParamKind) -> Param:
    return Param(name=row.name, value=row.value, kind=kind, enabled=row.enabled, description=row.description)
