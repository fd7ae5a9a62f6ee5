"""Windows of their own, beside the one window."""
