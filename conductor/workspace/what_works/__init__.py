"""Say what is known of guidance, in figures and in words."""
