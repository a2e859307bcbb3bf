"""Foreign formats: text to nouns and nouns to text, one module each, all pure."""
