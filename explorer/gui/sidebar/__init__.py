"""The left side of the window: search, pages, the collection's tree; and the rail that replaces it when narrow."""
