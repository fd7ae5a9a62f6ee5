"""Show a round's answers side by side."""
