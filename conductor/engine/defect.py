"""Tell of an exception that is a defect of the program, and end its answer in words.

Rules: the log gets the traceback and the ids, never what was asked or answered.
"""

import logging

from conductor.core.errors import AnswerError, ErrorKind
from conductor.engine.wiring import Wiring
from conductor.i18n import _

log = logging.getLogger(__name__)


def report(defect: BaseException, wiring: Wiring, *, doing: str) -> None:
    """Log a defect and pass it to the owner's reporter.

    Args:
        defect: what was raised.
        wiring: names the reporter.
        doing: what the engine was doing, for the developer.
    """
    log.error("Defect while %s", doing, exc_info=defect)
    if wiring.on_defect is not None:
        wiring.on_defect(defect)


def defect_error() -> AnswerError:
    """Return the error of an answer that a defect ended."""
    sentence = _(
        "Conductor made a mistake of its own and this answer could not go on. "
        "The text that had come was kept; trying again may help."
    )
    return AnswerError(ErrorKind.INTERNAL, sentence)
