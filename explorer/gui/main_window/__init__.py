"""The main window: it places panels and connects their signals; what they show and change is theirs."""
