"""The seam between coroutines of the core and signals of the window. Panels see signals and values, never tasks."""
