"""Keep sessions and what is theirs: rounds, answers, files, notes, drafts, the ledger, the bin."""
