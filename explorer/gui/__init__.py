"""The window. ``app`` builds every object and hands them to each other; the core below knows nothing of it."""

from explorer.gui.pyside_imports import leave_sources_unread

leave_sources_unread()  # here, before any module of the window is imported
