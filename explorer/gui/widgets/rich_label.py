"""Text with words in the code font and words in a colour, which can be selected and copied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from explorer.gui.theme import fonts, theme

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br>"})
"""``html.escape`` would load a table of 2,231 entities for the first screen."""
_TITLE_PX = 24
_TITLE_SPACING = -0.36


class TextRun(NamedTuple):
    """Some words. An empty ``color_token`` means the label's own colour."""

    text: str
    code: bool = False
    color_token: str = ""
    weight: int = 0
    """0 means the label's own weight."""


def runs_from(text: str, code_token: str = "") -> tuple[TextRun, ...]:
    """ "`to` is empty" -> a run in code, coloured by ``code_token``, and a plain run. A lone backtick is text."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    return tuple(
        TextRun(text=part, code=bool(index % 2), color_token=code_token if index % 2 else "")
        for index, part in enumerate(parts)
        if part
    )


class RichLabel(QLabel):
    """Wraps, and takes no HTML: all text is escaped. ``code_px`` 0 means one below 15 px, as in the headline;
    ``tabular`` figures are of equal width."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        px: int = 13,
        line_px: int = 20,
        weight: int = 400,
        color_token: str = "text.primary",
        code_token: str = "",
        code_px: int = 0,
        wrap: bool = True,
        tabular: bool = False,
    ) -> None:
        super().__init__(parent)
        self._is_tabular = tabular
        self._px, self._line_px, self._weight = px, line_px, weight
        self._token = color_token
        self._code_px = code_px or (px - 1)
        self._runs: tuple[TextRun, ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(wrap)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.current().changed.connect(self._render)
        self.set_text(text, code_token)

    @property
    def plain_text(self) -> str:
        return "".join(run.text for run in self._runs)

    def set_text(self, text: str, code_token: str = "") -> None:
        """Text with `backticks`; the words inside take ``code_token``'s colour if it is given."""
        self.set_runs(runs_from(text, code_token))

    def set_runs(self, runs: Iterable[TextRun]) -> None:
        self._runs = tuple(runs)
        self.setAccessibleName(self.plain_text)
        self._render()

    def set_color(self, color_token: str) -> None:
        self._token = color_token
        self._render()

    def _render(self) -> None:
        font = fonts.ui_font(self._px, self._weight)
        if self._px >= _TITLE_PX:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _TITLE_SPACING)
        if self._is_tabular:
            font = fonts.tabular(font)
        if font != self.font():
            # Each new font is a new layout of everything around.
            self.setFont(font)
        colour = theme.current().color
        body = "".join(self._span(run) for run in self._runs)
        high = fonts.scaled(self._line_px)
        tone = colour(self._token).name()
        # "minimum" lets a larger fallback font have the height it needs.
        style = f"line-height:{high}px; -qt-line-height-type:minimum; color:{tone}; margin:0"
        # Qt puts all of the extra height above a line; half of it belongs below.
        lift = max(0, high - QFontMetrics(self.font()).height()) // 2
        self.setContentsMargins(0, -lift, 0, lift)
        self.setText(f'<p style="{style}">{body}</p>' if body else "")

    def _span(self, run: TextRun) -> str:
        styles = []
        if run.code:
            family = fonts.chosen_families()[1]
            styles.append(f"font-family:'{family}'; font-size:{fonts.scaled(self._code_px)}px")
        if run.color_token:
            styles.append(f"color:{theme.current().color(run.color_token).name()}")
        if run.weight:
            styles.append(f"font-weight:{run.weight}")
        text = run.text.translate(_ESCAPES)
        return f'<span style="{"; ".join(styles)}">{text}</span>' if styles else text

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), fonts.scaled(80)), hint.height())
