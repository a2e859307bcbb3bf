"""Colours, fonts, measures and icons: the only place that names a hex colour, a font or a size."""
