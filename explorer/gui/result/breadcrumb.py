"""The way to a field: "Body > to  line 3". The last crumb is in the code font; all of it can be selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from explorer.gui.widgets.rich_label import RichLabel, TextRun

_BETWEEN = "\u00a0\u00a0›\u00a0 "


class Breadcrumb(RichLabel):
    """``last_as_code`` False keeps a last crumb of words in the interface font."""

    def __init__(
        self, crumbs: Sequence[str], aside: str = "", parent: QWidget | None = None, *, last_as_code: bool = True
    ) -> None:
        super().__init__(parent=parent, code_px=12)
        runs: list[TextRun] = []
        for index, crumb in enumerate(crumbs):
            if index:
                runs.append(TextRun(text=_BETWEEN, color_token="text.muted"))
            is_last = index == len(crumbs) - 1
            runs.extend(_crumb(crumb, code=is_last and last_as_code and index > 0))
        if aside:
            runs.append(TextRun(text="\u00a0\u00a0 " + aside, color_token="text.muted"))
        self.set_runs(runs)


def _crumb(crumb: str, *, code: bool) -> list[TextRun]:
    parts = crumb.split("`")
    if len(parts) == 3:
        return [TextRun(text=part, code=index == 1) for index, part in enumerate(parts) if part]
    return [TextRun(text=crumb, code=code)]
