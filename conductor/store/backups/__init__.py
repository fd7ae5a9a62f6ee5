"""Make backups of the library, and look at library files and copies without changing them."""
