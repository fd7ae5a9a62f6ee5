"""Send every kind of round: task, follow-up, guidance, retry, merge, review."""
