"""Judge a model file before it is loaded: is it one, what is it called, what may it cost."""

import os
from dataclasses import dataclass
from pathlib import Path

from conductor.engine.local import failure

CONTEXT_TOKENS = 4096
SLOTS = 3
LARGE_FILE_SLOTS = 1  # there the context of one slot alone may take a gigabyte of memory
LARGE_FILE_BYTES = 2 * 1024**3
SMALL_FILE_BYTES = 512 * 1024**2
SMALL_MODEL_REPEAT_PENALTY = 1.1  # without it, small models often go round in circles

_MAGIC = b"GGUF"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file that begins like a model, and how its server should run.

    Attributes:
        name: what the server calls the model; never the path.
        slots: how many answers it writes at the same time.
        repeat_penalty: how far a word that was just written is held back; 1 is not at all.
    """

    path: Path
    name: str
    slots: int
    repeat_penalty: float


def slots_of(path: Path) -> int:
    """Return how many answers the server of this file writes at the same time."""
    try:
        return _slots(path.stat().st_size)
    except OSError:
        return SLOTS


def inspect_model_file(path: Path) -> ModelFile:
    """Look at the file's beginning and size.

    Raises:
        AnswerFailed: it is not there, may not be read, or is no GGUF file.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
            size_bytes = os.fstat(file.fileno()).st_size
    except (FileNotFoundError, NotADirectoryError) as error:
        raise failure.file_missing(path.name) from error
    except OSError as error:
        raise failure.file_unreadable(path.name, error.strerror or "") from error
    if magic != _MAGIC:
        raise failure.not_a_model(path.name)
    penalty = SMALL_MODEL_REPEAT_PENALTY if size_bytes < SMALL_FILE_BYTES else 1.0
    return ModelFile(path, path.stem, _slots(size_bytes), penalty)


def _slots(size_bytes: int) -> int:
    return LARGE_FILE_SLOTS if size_bytes > LARGE_FILE_BYTES else SLOTS
