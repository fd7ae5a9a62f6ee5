"""Let the person write, choose who gets it, and see what will be sent."""
