"""Explorer without a window.

The path of one request: a ``model.Request`` with templates comes in; ``variables`` replaces references;
``auth`` adds credentials; ``transport`` sends it and returns an ``Exchange``; ``diagnosis`` explains it;
``storage.history`` records it with secrets masked. ``workspace.perform`` tells that story in one function,
and the window, the command line and the tests all call it. Nothing here imports Qt.
"""
