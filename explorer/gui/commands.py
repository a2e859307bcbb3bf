"""The table of commands. Menus, the palette, keys and the help page are made from it; what a command does is not here.

A command's id is noun.verb. Keys are written as in Qt ("Ctrl+Return"); Ctrl is Cmd on macOS.
"""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


class Command(NamedTuple):
    """One thing a person can do."""

    id: str
    title: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    in_palette: bool = True


def _command(command_id: str, title: str, menu: str, *keys: str, icon: str = "", in_palette: bool = True) -> Command:
    return Command(id=command_id, title=title, menu=menu, keys=keys, icon=icon, in_palette=in_palette)


COMMANDS: tuple[Command, ...] = (
    _command("request.new", "New request", "File", "Ctrl+N", icon="plus"),
    _command("folder.new", "New folder…", "File", icon="folder"),
    _command("collection.open", "Open collection folder…", "File", icon="folder"),
    _command("collection.new", "New collection…", "File", icon="folder"),
    _command("import.file", "Import HAR or curl file…", "File", "Ctrl+O", icon="import"),
    _command("request.save", "Save request", "File", "Ctrl+S", icon="check"),
    _command("request.duplicate", "Duplicate request", "File", icon="copy"),
    _command("request.rename", "Rename request…", "File", icon="pencil"),
    _command("request.delete", "Move request to trash", "File", icon="trash-2"),
    _command("request.pin", "Pin or unpin request", "File", "Ctrl+Shift+P", icon="check"),
    _command("folder.settings", "Folder settings", "File", icon="settings"),
    _command("collection.settings", "Collection settings", "File", icon="settings"),
    _command("trash.restore", "Restore what was deleted last", "File", icon="rotate-cw"),
    _command("document.close", "Close tab", "File", "Ctrl+W", icon="x"),
    _command("app.quit", "Quit", "File", "Ctrl+Q", icon="x"),
    _command("edit.undo", "Undo the last change in the tree", "Edit", "Ctrl+Z", icon="rotate-cw"),
    _command("edit.redo", "Redo the change in the tree", "Edit", "Ctrl+Shift+Z", icon="rotate-cw"),
    _command("items.copy", "Copy requests as YAML", "Edit", icon="copy"),
    _command("items.copy_curl", "Copy requests as curl", "Edit", icon="terminal"),
    _command("items.paste", "Paste requests", "Edit", icon="clipboard-list"),
    _command("merge.resolve", "Resolve merge conflict…", "Edit", icon="git-branch"),
    _command("request.send", "Send", "Request", "Ctrl+Return", "Ctrl+Enter", icon="send"),
    _command("request.cancel", "Cancel, stop or close", "Request", "Esc", icon="square"),
    _command("request.retry", "Retry what is shown", "Request", "F5", icon="rotate-cw"),
    _command("diagnosis.main", "Main action of the diagnosis", "Request", "F8", icon="lightbulb"),
    _command("diagnosis.apply", "Apply fix", "Request", "Alt+Return", "Alt+Enter", icon="check"),
    _command("diagnosis.check", "Check the way to the host", "Request", "F7", icon="compass"),
    _command("problem.next", "Go to the next problem or difference", "Request", "F4", icon="arrow-right"),
    _command("problem.previous", "Go to the previous problem or difference", "Request", "Shift+F4", icon="arrow-right"),
    _command("request.copy_curl", "Copy as curl", "Request", "Ctrl+Shift+C", icon="terminal"),
    _command("diagnosis.copy_bundle", "Support bundle…", "Request", "Ctrl+Shift+B", icon="clipboard-list"),
    _command("body.save_as_variant", "Save body as variant…", "Request", icon="layers"),
    _command("body.next_variant", "Next variant of the body", "Request", icon="layers"),
    _command("response.save", "Save response body…", "Request", icon="download"),
    _command("response.copy", "Copy response body", "Request", icon="copy"),
    _command("response.open_outside", "Open response body in another program", "Request", icon="external-link"),
    _command("response.next_form", "Next form of the response body: text, tree, table, raw", "View", icon="layers"),
    _command("response.save_example", "Save response as example…", "Request", "Ctrl+Shift+S", icon="bookmark"),
    _command("certificate.trust", "Trust the certificate shown…", "Request", icon="shield-check"),
    _command("certificate.forget", "Stop trusting the certificate shown", "Request", icon="shield-check"),
    _command("exchange.compare", "Compare with the last success", "Request", "Ctrl+D", icon="git-compare"),
    _command("exchange.compare_previous", "Compare with the previous result", "Request", icon="git-compare"),
    _command("exchange.compare_other", "Compare with another result…", "Request", "Ctrl+Shift+D", icon="git-compare"),
    _command("place.capture", "Capture value to variable…", "Request", "Ctrl+Shift+V", icon="variable"),
    _command("place.find_in_body", "Find the tree's node in the body", "Request", icon="search"),
    _command("place.show_in_tree", "Show the place in the tree", "Request", "Ctrl+Shift+T", icon="layers"),
    _command("exchange.older", "Older response", "Request", "Ctrl+Alt+Left", icon="history"),
    _command("exchange.newer", "Newer response", "Request", "Ctrl+Alt+Right", icon="history"),
    _command("palette.open", "Commands", "View", "Ctrl+K", icon="search", in_palette=False),
    _command("request.open", "Open request…", "View", "Ctrl+P", icon="search"),
    _command("url.focus", "Go to the URL", "View", "Ctrl+L", icon="link"),
    _command("find.here", "Find or filter here", "View", "Ctrl+F", icon="search"),
    _command("body.filter", "Filter the response body by a query", "View", "Ctrl+Shift+F", icon="list-filter"),
    _command("sidebar.search", "Search requests", "View", "/", icon="search"),
    _command("sidebar.toggle", "Show or hide the sidebar", "View", "Ctrl+B", icon="panel-left"),
    _command("layout.toggle", "Side by side or stacked", "View", "Ctrl+\\", icon="panel-left"),
    _command("pane.next", "Next pane", "View", "F6", icon="arrow-right"),
    _command("pane.previous", "Previous pane", "View", "Shift+F6", icon="arrow-right"),
    _command("document.next", "Next tab", "View", "Ctrl+Tab", icon="arrow-right"),
    _command("document.previous", "Previous tab", "View", "Ctrl+Shift+Tab", icon="arrow-right"),
    _command("history.open", "History", "View", "Ctrl+Shift+H", icon="history"),
    _command("history.group", "Group history by error code", "View", "Alt+G", icon="layers"),
    _command("catalogue.open", "Error catalogue", "View", "Ctrl+Shift+E", icon="book-open"),
    _command("environments.open", "Environments", "View", "Ctrl+Shift+M", icon="variable"),
    _command("git.changes", "Changes since the last commit", "View", "Ctrl+Shift+G", icon="git-branch"),
    _command("welcome.open", "Welcome", "View", icon="compass"),
    _command("environment.switch", "Switch environment", "View", "Ctrl+E", icon="layers"),
    _command("theme.light", "Light theme", "View", icon="settings"),
    _command("theme.dark", "Dark theme", "View", icon="settings"),
    _command("theme.system", "Theme of the system", "View", icon="settings"),
    _command("zoom.in", "Larger text", "View", "Ctrl++", "Ctrl+=", icon="plus"),
    _command("zoom.out", "Smaller text", "View", "Ctrl+-", icon="settings"),
    _command("zoom.reset", "Normal text size", "View", "Ctrl+0", icon="settings"),
    _command("sandbox.start", "Start the sandbox", "Tools", icon="flask-conical"),
    _command("sandbox.stop", "Stop the sandbox", "Tools", icon="square"),
    _command("preferences.open", "Preferences", "Tools", "Ctrl+,", icon="settings"),
    _command("history.private", "Private mode: record nothing", "Tools", icon="eye-off"),
    _command("certificate.list", "Trusted certificates", "Tools", icon="shield-check"),
    _command("history.clear", "Clear history…", "Tools", icon="trash-2"),
    _command("help.keys", "All keys", "Help", "F1", icon="info"),
)
"""Every command, in menu order."""

BY_ID = {command.id: command for command in COMMANDS}

_TITLE_LENGTH = 80
"""Letters of a title that names something; a menu is as wide as its longest row."""

MENUS = ("File", "Edit", "Request", "View", "Tools", "Help")

# These keys mean something else inside a text field, so the field keeps them.
_WHERE_TYPED = {"sidebar.search", "edit.undo", "edit.redo"}


class Commands(QObject):
    """The commands as actions of one window; ``requested`` carries the id of the one that was triggered."""

    requested = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions = {command.id: self._action(command, window) for command in COMMANDS}

    def action(self, command_id: str) -> QAction:
        """The action of a command; raises KeyError for an unknown id."""
        return self._actions[command_id]

    def set_enabled(self, command_id: str, enabled: bool) -> None:
        """Switch a command on or off in every place that offers it."""
        self._actions[command_id].setEnabled(enabled)

    def set_title(self, command_id: str, title: str) -> None:
        """Say what a command would do now; a name in it may be long and hold ``&``, which marks a key in a menu."""
        short = title if len(title) <= _TITLE_LENGTH else f"{title[: _TITLE_LENGTH - 2]}…{title[-1]}"
        self._actions[command_id].setText(short.replace("&", "&&"))

    def title(self, command_id: str) -> str:
        """What it is called now."""
        return self._actions[command_id].text().replace("&&", "&")

    def trigger(self, command_id: str) -> None:
        """Do it, as if its key had been pressed."""
        self._actions[command_id].trigger()

    def _action(self, command: Command, window: QWidget) -> QAction:
        action = QAction(command.title, window)
        action.setObjectName(command.id)
        if command.id in _WHERE_TYPED:
            # Menus show it all the same; as a shortcut it would be taken from text fields.
            action.setProperty("keys", command.keys[0])
        else:
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(partial(self._announce, command.id))
        window.addAction(action)
        return action

    def _announce(self, command_id: str, _checked: bool = False) -> None:
        self.requested.emit(command_id)


def key_words(command_id: str) -> tuple[str, ...]:
    """The keys of a command as single words for key caps: ("Ctrl", "Enter")."""
    keys = BY_ID[command_id].keys
    if not keys:
        return ()
    text = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    words = text.replace("Return", "Enter").split("+")
    return tuple(word or "+" for word in words if word or text.endswith("++"))
