"""The command palette: requests, errors, history, commands and environments by a few letters of their names."""
