"""Widgets that know nothing of the workspace."""
