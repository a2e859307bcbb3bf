"""Explorer beside the programs it shares folders with."""
