"""Let a person enter something: boxes to write in, choices, forms."""
