"""The worker: a process beside the window that reads, formats and searches long bodies, so that the window never waits.

It speaks JSON lines: jobs on its input, what happens on its output. It ends when its input ends.
"""
