"""Offer the workspace on the command line, without Qt."""
