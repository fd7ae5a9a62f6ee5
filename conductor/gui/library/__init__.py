"""List every session, and the bin."""
