"""Show rows: tables of ready texts, and lists of sentences."""
