"""Help to begin: the welcome, tasks to try, the starter model."""
