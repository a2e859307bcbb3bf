"""The open collection in git: what changed since the last commit, in request terms; committing and taking back.

Everything is read and done by the ``git`` command. All functions block; callers keep them off the event loop.
"""
