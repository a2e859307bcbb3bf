"""Parts of the window that are given values and know nothing of where those come from."""
