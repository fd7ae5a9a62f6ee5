"""Bring the example session, and throw it away again."""
