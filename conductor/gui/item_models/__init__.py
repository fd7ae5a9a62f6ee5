"""What tables of the window show."""
