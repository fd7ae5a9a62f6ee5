"""Keep guidance, say where it stands, attach it and draw for it."""
