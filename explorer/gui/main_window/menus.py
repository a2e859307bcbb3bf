"""The main menu, made from the table of commands."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from explorer.gui.commands import COMMANDS, MENUS, Commands
from explorer.gui.widgets.menu import Menu, set_menu_icon


def main_menu(commands: Commands, parent: QWidget) -> Menu:
    """One menu with a submenu a section, in table order."""
    menu = Menu("", parent)
    for title in MENUS:
        section = Menu(title, menu)
        for command in COMMANDS:
            if command.menu == title:
                section.addAction(set_menu_icon(commands.action(command.id), command.icon))
        menu.addMenu(section)
    return menu
