"""Item models over core values."""
