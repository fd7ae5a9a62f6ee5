"""Ask which answer the person would use, and say what the judgements say."""
