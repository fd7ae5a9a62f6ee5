"""The process around a window: how it begins, what is left of a fault, how the system ends it."""
