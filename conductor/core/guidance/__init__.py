"""Hold guidance and what tests it: draws, trials, outcomes, proposals."""
