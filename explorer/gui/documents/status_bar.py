"""The bottom line of the window: where the sandbox listens, how TLS is verified, and the keys that matter now."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import interaction, painting
from explorer.gui.widgets.key_hint import KeyHint
from explorer.gui.widgets.labels import ElidedLabel


class StatusItem(QToolButton):
    """A dot or an icon and a few words; a click does what the words are about."""

    def __init__(self, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._token, self._words = icon, "text.muted", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("focus_radius", measures.RADIUS_TAG)

    def set_words(self, words: str, token: str, tip: str = "") -> None:
        """Show other words; ``token`` colours the dot or icon."""
        self._words, self._token = words, token
        self.setAccessibleName(words)
        self.setToolTip(tip)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = painting.text_width(fonts.ui_font(11), self._words)
        lead = measures.ICON_INLINE if self._icon else 6
        return QSize(width + fonts.scaled(lead + 14), fonts.scaled(measures.STATUS_BAR) - 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.current().color
        if interaction.of(self).hovered:
            painting.fill_round(painter, self.rect(), measures.RADIUS_TAG, colour("bg.hover"))
        side = fonts.scaled(measures.ICON_INLINE if self._icon else 6)
        box = QRectF(fonts.scaled(4), (self.height() - side) / 2, side, side)
        if self._icon:
            icons.paint(painter, box, self._icon, colour(self._token))
        else:
            painting.fill_round(painter, box, side / 2, colour(self._token))
        words = self.rect().adjusted(round(box.right()) + fonts.scaled(6), 0, 0, 0)
        painting.draw_text(painter, words, self._words, fonts.ui_font(11), colour("text.secondary"))
        painter.end()


class StatusBar(QWidget):
    """24 px high; hints at the right change with the document."""

    sandbox_clicked = Signal()
    tls_clicked = Signal()
    branch_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sandbox = StatusItem(parent=self)
        self.tls = StatusItem("shield-check", self)
        self._private: StatusItem | None = None
        self._branch: StatusItem | None = None
        self._shown_hints: tuple[tuple[str, str], ...] = ()
        self._hints = QWidget(self)
        self._hints_row = QHBoxLayout(self._hints)
        self._hints_row.setContentsMargins(0, 0, 0, 0)
        self._hints_row.setSpacing(0)
        self.setFixedHeight(fonts.scaled(measures.STATUS_BAR))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 1, 16, 0)
        layout.setSpacing(10)
        layout.addWidget(self.sandbox)
        layout.addWidget(self.tls)
        layout.addStretch(1)
        layout.addWidget(self._hints)
        self.sandbox.clicked.connect(self.sandbox_clicked)
        self.tls.clicked.connect(self.tls_clicked)
        theme.current().changed.connect(self._resize)

    def show_sandbox(self, base_url: str) -> None:
        """Where the sandbox listens; empty when it does not run."""
        if base_url:
            self.sandbox.set_words(f"Sandbox {base_url.partition('://')[2]}", "ok.line", "Stop the sandbox")
        else:
            self.sandbox.set_words("Sandbox off", "line.control", "Start the sandbox")

    def show_tls(self, verified: bool | None, *, private: bool = False) -> None:
        """Whether certificates are verified, None when nothing is open; and whether nothing is recorded."""
        self._show_private(private)
        if verified is None:
            self.tls.set_words("", "text.muted")
        else:
            self.tls.set_words(
                "TLS verify on" if verified else "TLS verify off", "text.muted" if verified else "client.fg"
            )

    @property
    def items(self) -> tuple[StatusItem, ...]:
        """What can be clicked, in its order."""
        found = (self.sandbox, self.tls, self._branch, self._private)
        return tuple(item for item in found if item is not None)

    def _show_private(self, private: bool) -> None:
        """Nothing is made before private mode is on for the first time."""
        if self._private is None:
            if not private:
                return
            self._private = StatusItem("eye-off", self)
            self._private.clicked.connect(self.tls_clicked)
            layout = self.layout()
            assert isinstance(layout, QHBoxLayout)
            layout.insertWidget(layout.count() - 2, self._private)
        words = "Private: nothing is recorded" if private else ""
        self._private.set_words(words, "client.fg", "Private mode is on. Preferences switch it off.")

    def show_branch(self, words: str, token: str = "text.muted", tip: str = "") -> None:
        """The branch of the collection's repository; empty without one, and nothing is made before the first."""
        if self._branch is None:
            if not words:
                return
            self._branch = StatusItem("git-branch", self)
            self._branch.clicked.connect(self.branch_clicked)
            layout = self.layout()
            assert isinstance(layout, QHBoxLayout)
            layout.insertWidget(2, self._branch)
        self._branch.set_words(words, token, tip)

    def set_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        """Pairs of keys ("Ctrl Enter") and words ("Send")."""
        if hints == self._shown_hints:
            return  # comes with every document that is brought to the front
        self._shown_hints = hints
        while (item := self._hints_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for keys, words in hints:
            if self._hints_row.count():
                self._hints_row.addSpacing(16)
            self._hints_row.addWidget(KeyHint(keys, self._hints))
            self._hints_row.addSpacing(6)
            label = ElidedLabel(words, self._hints)
            label.setFont(fonts.ui_font(11))
            label.set_color("text.muted")
            self._hints_row.addWidget(label)

    def _resize(self) -> None:
        self.setFixedHeight(fonts.scaled(measures.STATUS_BAR))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme.current().color
        painter.fillRect(self.rect(), colour("bg.app"))
        painter.fillRect(0, 0, self.width(), 1, colour("line.default"))
        painter.end()
