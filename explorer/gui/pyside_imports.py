"""Keeps PySide6 from reading the source of every module that is imported.

PySide6 looks for its own name in each source, whoever imports it, to know where ``from __feature__ import snake_case``
may apply, and the text stays in ``linecache``: 10 MB and a tenth of the start for switches nobody here uses.
"""

import linecache
from types import ModuleType


def leave_sources_unread() -> None:
    """Modules imported from now on have no feature switches; without the hook (another PySide6) nothing changes."""
    import PySide6.QtCore  # noqa: F401 - sets the hook up

    try:
        from PySide6.support import feature  # type: ignore[attr-defined]
    except ImportError:
        return
    if hasattr(feature, "feature_imported"):
        feature.feature_imported = _unread
        linecache.clearcache()


def _unread(_module: ModuleType) -> None:
    """In place of ``feature.feature_imported``, which PySide6 looks up at every import."""
