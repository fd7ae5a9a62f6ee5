"""Programs that the long runs start, watch and kill."""
