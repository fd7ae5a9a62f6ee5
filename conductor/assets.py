"""Find the files that come with the program: `resources/`, installed or in a checkout."""

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the folder that holds the resources.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "resources", package.parent / "resources"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("The installation is incomplete: the resources folder is missing.")


def path(name: str) -> Path:
    """Return the path of one resource, by its name relative to the folder."""
    return root() / name


def read_text(name: str) -> str:
    """Return one resource as text (UTF-8)."""
    return path(name).read_text(encoding="utf-8")
