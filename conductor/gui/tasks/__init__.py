"""Leave the GUI thread and come back to it: to compute, to wait, and for the engine's news."""
