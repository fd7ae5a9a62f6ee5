"""Keep what evidence rests on: judgements, guidance, draws, trials, outcomes."""
