"""Say where the library lives on this computer."""

import os
from pathlib import Path


def data_folder(chosen: str | Path | None = None) -> Path:
    """Return the data folder: the one chosen, else CONDUCTOR_DATA_DIR, else the system's place."""
    named = chosen or os.environ.get("CONDUCTOR_DATA_DIR")
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs  # only here: it costs start-up time that the other two ways do not need

    return platformdirs.user_data_path("conductor", appauthor=False)
