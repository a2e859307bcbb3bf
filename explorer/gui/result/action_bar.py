"""The bar under a diagnosis: the best way out, retry, and copying. It says what is wished, and does nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.core.model.diagnosis import Remedy, RemedyKind
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.buttons import Button, ButtonKind


class ActionBar(QWidget):
    """Four states of the main buttons: a fix, another named step, a pause to wait for, a planned retry."""

    main_requested = Signal()
    retry_requested = Signal()
    stop_requested = Signal()
    copy_curl_requested = Signal()
    copy_bundle_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.main = Button("", ButtonKind.PRIMARY, key_hint="F8")
        self.retry = Button(self.tr("Retry"), ButtonKind.SECONDARY, "rotate-cw", "F5")
        self.stop = Button(self.tr("Stop retrying"), ButtonKind.SECONDARY, "square", "Esc")
        self.curl = Button(self.tr("Copy curl"), ButtonKind.GHOST, "terminal")
        self.bundle = Button(self.tr("Support bundle…"), ButtonKind.GHOST, "clipboard-list")
        self.bundle.setToolTip(self.tr("Request, response and diagnosis as text, with secrets removed"))
        self.main.clicked.connect(self.main_requested)
        self.retry.clicked.connect(self.retry_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.curl.clicked.connect(self.copy_curl_requested)
        self.bundle.clicked.connect(self.copy_bundle_requested)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(fonts.scaled(measures.BOTTOM_BAR_GAP))
        for button in (self.main, self.retry, self.stop):
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.curl)
        self._row.addWidget(self.bundle)
        self._fitted: tuple[object, ...] = ()
        self.set_padding(measures.DIAGNOSIS_PADDING)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    def set_padding(self, left_px: int) -> None:
        self._left_px = left_px
        self.fit()

    def show_remedy(self, remedy: Remedy | None, *, retry_asks: bool) -> None:
        """The main button for the best remedy, or none; "Retry…" when it asks before it sends."""
        self.stop.hide()
        self.retry.show()
        self.retry.set_text(self.tr("Retry…") if retry_asks else self.tr("Retry"))
        self.main.setVisible(remedy is not None)
        if remedy is not None:
            self._name_main(remedy)
        self.fit()

    def _name_main(self, remedy: Remedy) -> None:
        match remedy.kind:
            case RemedyKind.EDIT:
                self.main.set_text(self.tr("Apply fix and send"))
            case RemedyKind.RETRY:
                self.main.set_text(remedy.action or self.tr("Retry"))
                self.retry.hide()
            case _:
                self.main.set_text(
                    remedy.action or (remedy.link.title if remedy.link else remedy.title.replace("`", ""))
                )

    def show_pause(self, left_s: int) -> None:
        """A retry can be planned for when the pause is over."""
        self.main.show()
        self.main.set_text(self.tr("Retry in {0} s").format(left_s) if left_s > 0 else self.tr("Retry now"))
        self.retry.setVisible(left_s > 0)
        self.retry.set_text(self.tr("Retry now"))
        self.stop.hide()
        self.fit()

    def show_planned(self) -> None:
        """A retry is planned; it can be made now or stopped."""
        self.main.hide()
        self.retry.show()
        self.retry.set_text(self.tr("Retry now"))
        self.stop.show()
        self.fit()

    def fit(self) -> None:
        """Make room step by step: the copying buttons lose their words, then themselves, then keys and icons go."""
        buttons = (self.main, self.retry, self.stop)
        state = (self.width(), self._left_px, fonts.scale_percent(), *((b.isHidden(), b.text()) for b in buttons))
        if state == self._fitted:
            return
        self._fitted = state
        self._set_short(False)
        for button in (self.curl, self.bundle):
            button.show()
        self._set_keys(True)
        self._set_tight(False)
        if self._needed() > self.width():
            self._set_short(True)
        if self._needed() > self.width():
            self.curl.hide()
            self.bundle.hide()
        if self._needed() > self.width():
            self._set_keys(False)
        if self._needed() > self.width():
            self._set_tight(True)

    def _needed(self) -> int:
        buttons = (self.main, self.retry, self.stop, self.curl, self.bundle)
        widths = [button.sizeHint().width() for button in buttons if not button.isHidden()]
        margins = self._row.contentsMargins()
        # The stretch between the two groups is an item with a gap of its own.
        return sum(widths) + self._row.spacing() * len(widths) + margins.left() + margins.right()

    def _set_short(self, short: bool) -> None:
        self.curl.setText("" if short else self.tr("Copy curl"))
        self.bundle.setText("" if short else self.tr("Support bundle…"))
        self.curl.setToolTip(self.tr("Copy curl") if short else "")
        for button in (self.curl, self.bundle):
            button.updateGeometry()

    def _set_tight(self, tight: bool) -> None:
        for button, icon in ((self.retry, "rotate-cw"), (self.stop, "square")):
            if button.icon_name != (None if tight else icon):
                button.set_icon(None if tight else icon)
        right = measures.CELL_PADDING if tight else measures.BOTTOM_BAR_PADDING - 10 + 6
        self._row.setContentsMargins(measures.CELL_PADDING if tight else self._left_px, 1, right, 0)

    def _set_keys(self, shown: bool) -> None:
        for button, keys in ((self.main, "F8"), (self.retry, "F5"), (self.stop, "Esc")):
            if button.key_hint != (keys if shown else ""):
                button.set_key_hint(keys if shown else "")

    def _theme_changed(self) -> None:
        self._row.setSpacing(fonts.scaled(measures.BOTTOM_BAR_GAP))
        self.setFixedHeight(fonts.row_height(measures.BOTTOM_BAR, fonts.ui_font(), 24))
        self.fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.current().color("line.default"))
        painter.end()
