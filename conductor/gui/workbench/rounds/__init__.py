"""Show the rounds of a session: the list, the round's own words, what was drawn."""
