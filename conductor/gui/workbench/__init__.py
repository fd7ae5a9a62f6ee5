"""Work on one session: the person's words, and the answers side by side."""
