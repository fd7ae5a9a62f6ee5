"""Set up what reaches models: connections, assistants, ensembles."""
