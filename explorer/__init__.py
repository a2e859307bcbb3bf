"""Explorer: compose HTTP requests, send them, and understand why one failed."""

__version__ = "0.1.0"
