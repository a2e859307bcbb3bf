"""Bytes of a message body -> something to look at; ``look`` is the entry, and one module knows one format."""
