"""The window. ``app`` builds every object and hands them to each other; the core below knows nothing of it."""
