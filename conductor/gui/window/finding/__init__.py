"""Find a command: the menu, the palette, the help for keys."""
