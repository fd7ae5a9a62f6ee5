"""Disks that fail, steps that are traced, and eyes for what is left."""
