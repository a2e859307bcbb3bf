"""What the action of a notice takes back, and the notices about trusted certificates that offer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.gui.bridge.undo_history import OFFERED
from explorer.gui.theme.tokens import Family

if TYPE_CHECKING:
    from explorer.core.model.trust import Trust
    from explorer.core.storage.history_trash import Trashed
    from explorer.gui.main_window.window import MainWindow

_HISTORY = "history trash "


def take_back(window: MainWindow, key: str) -> None:
    """The action of the notice with this key was chosen."""
    if key == "trash":
        window.bridge.library.restore_last()
    elif key == "example":
        window.examples.take_back()
    elif key.startswith(_HISTORY):
        window.bridge.ledger.restore(key.removeprefix(_HISTORY))
    elif key == OFFERED:
        window.bridge.library.history.take_back_offered()
    elif key.startswith(window.opening.SEND_AGAIN):
        window.opening.send_exchange_again(key.removeprefix(window.opening.SEND_AGAIN))
    elif window.tree_wishes.take_action(key):
        return
    elif key == "merge choice":
        from explorer.gui.main_window.merging import Choice  # late: it was made with the notice

        window.bridge.library.history.undo_last(Choice)
    elif key.startswith(window.disk_changes.RESOLVE):
        from explorer.gui.main_window.merging import resolve  # late: seldom needed

        resolve(window, key.removeprefix(window.disk_changes.RESOLVE))
    elif key.startswith(window.disk_changes.REVERTED):
        window.disk_changes.versions.take_back(key)
    elif key.startswith(window.disk_changes.UNDO):
        window.disk_changes.take_back(key.removeprefix(window.disk_changes.UNDO))
    else:
        window.bridge.trusts.take_back(key)


def offer(window: MainWindow, sentence: str, key: str) -> None:
    """Something was done that its notice can take back."""
    window.notify(sentence, action="Undo", key=key)


def offer_trashed(window: MainWindow, trashed: Trashed) -> None:
    """Exchanges of the history were deleted. The notice stays as long as they can be brought back."""
    from explorer.gui.bridge.ledger import TRASH_KEPT_MS  # late: seldom needed
    from explorer.gui.widgets.toast import Notice

    words = "1 exchange deleted" if trashed.count == 1 else f"{trashed.count:,} exchanges deleted"
    if trashed.pinned:
        words += ", a pinned one" if trashed.count == 1 else f", {trashed.pinned:,} of them pinned"
    notice = Notice(text=words, family=Family.INFO, action="Undo", key=f"{_HISTORY}{trashed.key}")
    window.toasts.show_notice(notice, TRASH_KEPT_MS)


def end_trashed(window: MainWindow, key: str) -> None:
    """They cannot be brought back any more, or are back."""
    window.toasts.dismiss(f"{_HISTORY}{key}")


def tell_trust(window: MainWindow, before: Trust | None, after: Trust | None) -> None:
    """A certificate is trusted from now on, or not any more."""
    from explorer.gui.result.moments import until_text, utc_now  # late: seldom needed

    trust = after or before
    if trust is None:
        return
    place = trust.place
    where = f" in {place.environment}" if place.environment else ""
    if after is not None:
        words = f"{place.authority} is trusted{where} {until_text(after.until, utc_now())}"
    else:
        words = f"{place.authority} is verified as usual{where}"
    window.notify(words, action="Undo", key=window.bridge.trusts.key(place))
