"""Hold what is to happen after a window has closed: another one opens over the library."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class NextStart:
    """How the library is opened next.

    Attributes:
        make_new: whether the person begins anew where the library is missing.
        copy: the copy that is put in its place before, None for none.
        salvages: whether what can be read of it is saved before.
        said: what the person is told when the window is there.
    """

    make_new: bool = False
    copy: Path | None = None
    salvages: bool = False
    said: str = ""
