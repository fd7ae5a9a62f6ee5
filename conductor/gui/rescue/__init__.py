"""Help where the library is missing or damaged, or an earlier copy of it is wanted."""
