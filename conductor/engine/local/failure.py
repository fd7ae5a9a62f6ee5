"""Say what went wrong with a model on this machine, and what to do about it."""

import signal

from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.i18n import _


def file_missing(name: str) -> AnswerFailed:
    """The model file is not where it was."""
    sentence = _(
        "The model file {name} is not there. Set the starter model up again or choose another file."
    )
    return _failed(sentence.format(name=name))


def file_unreadable(name: str, reason: str) -> AnswerFailed:
    """The system does not let the model file be read."""
    sentence = _(
        "The model file {name} cannot be read. "
        "Check its permissions and the disk it is on, or choose another file."
    )
    return _failed(sentence.format(name=name), reason)


def not_a_model(name: str) -> AnswerFailed:
    """The file does not begin like a GGUF file."""
    sentence = _(
        "The file {name} is not a model in the GGUF format. "
        "Set the starter model up again or choose another file."
    )
    return _failed(sentence.format(name=name))


def file_damaged(name: str, reason: str) -> AnswerFailed:
    """The engine refused the file; it does not say more than that."""
    sentence = _(
        "The model file {name} cannot be loaded: it is damaged or incomplete, or of a kind "
        "that this version does not know. "
        "Set the starter model up again or choose another file."
    )
    return _failed(sentence.format(name=name), reason)


def engine_unusable(reason: str) -> AnswerFailed:
    """The server's program is missing or does not run here."""
    sentence = _(
        "The built-in engine (xllamacpp) does not run on this computer. "
        "Install Conductor again, or connect an assistant you have."
    )
    return _failed(sentence, reason)


def engine_died(name: str, exit_code: int) -> AnswerFailed:
    """The server ended by itself before it said where it answers."""
    sentence = _(
        "The built-in engine ended while it loaded the model file {name}. There may be too "
        "little memory for it: close other programs or choose a smaller file."
    )
    reason = f"exit code {exit_code}"
    if exit_code < 0:
        reason = signal.strsignal(-exit_code) or f"signal {-exit_code}"
    return _failed(sentence.format(name=name), reason)


def start_too_slow(name: str, limit_s: float) -> AnswerFailed:
    """The server did not say where it answers in time."""
    sentence = _(
        "The model file {name} was not ready after {seconds} seconds. "
        "Try again when the computer has less to do, or choose a smaller file."
    )
    return _failed(sentence.format(name=name, seconds=f"{limit_s:g}"))


def closing() -> AnswerFailed:
    """The program is on its way out."""
    return _failed(_("Conductor is closing, so no model can answer any more."))


def _failed(message: str, detail: str = "") -> AnswerFailed:
    return AnswerFailed(AnswerError(ErrorKind.LOCAL, message, detail))
