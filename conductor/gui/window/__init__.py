"""Hold the window: its pages, the ways between them, and what went wrong."""
