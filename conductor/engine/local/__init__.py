"""Run a model on this machine: the child process, its care, and the starter model."""
