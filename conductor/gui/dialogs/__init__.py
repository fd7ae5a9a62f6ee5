"""Small windows over the window; each gives its answer by a signal."""
