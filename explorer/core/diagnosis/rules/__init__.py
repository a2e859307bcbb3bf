"""Causes that any API can have, one topic a file. A rule takes the evidence and yields findings; it never raises."""
