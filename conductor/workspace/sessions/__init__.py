"""Read sessions and what the person keeps in them: notes, drafts, the bin."""
