"""What a first start shows: ways to begin, and failures to begin with."""
