"""Set up connections, assistants and ensembles."""
