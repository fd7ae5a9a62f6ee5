"""Make a data folder once in a run, and lay it out for each test that wants one like it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory


def files_made(make: Callable[[Path], None]) -> Mapping[str, bytes]:
    """Return every file that something leaves in a folder, by its place in it."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        make(folder)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """Write such files into a folder, for the eyes of their owner only, as the program does."""
    for place, content in files.items():
        path = folder / place
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(0o600)
        path.write_bytes(content)
