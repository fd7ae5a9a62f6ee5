"""Compute distributions, fits and intervals; nothing here knows of guidance or answers."""
