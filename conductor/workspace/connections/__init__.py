"""Keep connections, assistants and ensembles, and what comes ready made."""
