"""Show what is known of guidance, and everything behind it."""
