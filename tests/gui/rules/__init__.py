"""Rules that the source code of the window must keep."""
