"""What the conductor sets up to reach models: connections, assistants, ensembles."""
