"""Lay an answer out as a document, a piece at a time as it streams."""
