"""What the tabs of the window hold: a request with its result, or one of the pages."""
