"""Read the Markdown of answers into one tree that the view and every export show."""
