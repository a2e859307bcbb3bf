"""The gallery of components with the code editor and the table, filled as in the drawings."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor

from explorer.core.model.environment import Variable
from explorer.core.variables import Variables, scope_of
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.code_editor import CodeEditor
from explorer.gui.widgets.code_faults import Fault
from explorer.gui.widgets.code_highlighter import Language
from explorer.gui.widgets.key_value_rows import Row
from explorer.gui.widgets.key_value_table import KeyValueTable
from tests.pictures.gallery import Gallery, build_gallery

CODE = """{
  "from": "12345",
  "to": [],
  "callback_url": "{{hook}}",
  "send_at": "2026-11-23T19:30Z"
}"""

ROWS = (
    Row(name="page", value="0"),
    Row(name="page_size", value="300"),
    Row(name="start_date", value="yesterday"),
    Row(name="to", value="{{test_msisdn}}", enabled=False),
)


def gallery() -> Gallery:
    """All components, ready to be shown."""
    known = Variables(scopes=(scope_of("environment Sandbox", (Variable(name="test_msisdn", value="46701740605"),)),))
    editor = CodeEditor(Language.JSON)
    editor.set_text(CODE)
    editor.set_variables(known)
    at = CODE.index("[]")
    editor.set_faults((Fault(start=at, end=at + 2, note="1 to 1000 recipients required"),), Family.CLIENT)
    table = KeyValueTable("Parameters", "Add parameter")
    table.set_rows(ROWS)
    table.set_variables(known)
    table.set_faults({2: "needs ISO 8601"}, Family.CLIENT)
    cursor = editor.textCursor()
    cursor.setPosition(CODE.index("2026"))
    cursor.setPosition(CODE.index("2026") + 10, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    made = build_gallery()
    made.set_code_samples(editor, table)
    value = table.model().index(1, 2)
    table.setCurrentIndex(value)
    table.openPersistentEditor(value)
    return made
