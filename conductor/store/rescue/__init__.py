"""Put a copy in the place of the library, or save what a damaged one still holds."""
