"""Ask for one answer and follow it to its end."""
