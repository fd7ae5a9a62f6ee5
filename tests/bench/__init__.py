"""Measure speed against plain programs in the same run; see `python -m tests.bench --help`."""
