"""Preferences and keys, both made from tables."""
