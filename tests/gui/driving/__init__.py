"""Drive the window as a person would, and read it as a person would."""
