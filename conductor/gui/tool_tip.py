"""Make tool tips that show text literally: what a person or a model wrote is never HTML."""

from html import escape


def plain_tip(words: str) -> str:
    """Return what a tool tip shows as exactly these words, with their lines; empty for none."""
    if not words:
        return ""
    return f"<qt><div style='white-space: pre-wrap'>{escape(words)}</div></qt>"
