"""Direct several AI assistants at once, and learn which guidance improved the results."""

__version__ = "0.1.0"
