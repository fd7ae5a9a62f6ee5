"""Item models: thin, rows are entities, ids in user roles."""
