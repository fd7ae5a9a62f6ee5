"""Read answers one at a time, or one assistant's whole conversation."""
