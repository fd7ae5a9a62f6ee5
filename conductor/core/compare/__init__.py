"""Compare answers: what changed between two, what several share, where they differ."""
