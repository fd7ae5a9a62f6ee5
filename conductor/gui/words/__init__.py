"""Say in a person's words what things are called and how they stand."""
