"""Hold the sub-commands, one file for each thing a person does."""
