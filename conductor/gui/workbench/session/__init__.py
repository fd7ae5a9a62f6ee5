"""Head the workbench: which session this is, who takes part, the ways out of it."""
