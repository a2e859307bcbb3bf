"""The page of environments: one matrix of variables by environment, with the settings of each below."""
