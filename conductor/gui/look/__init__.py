"""Give the window one look: colours, fonts, icons."""
