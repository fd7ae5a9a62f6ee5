"""Hide, judge, and compare the assistants by the judgements."""
