"""Take what nobody foresaw: log it, say it once in the window, go on.

Thread: GUI; exceptions of other threads are logged from theirs.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

log = logging.getLogger(__name__)


class Reporter:
    """Stands in for the hooks that Python calls with an exception nobody caught."""

    def __init__(self, say: Callable[[], None]) -> None:
        self._say = say
        self._seen: set[str] = set()
        self._before = sys.excepthook
        self._before_thread = threading.excepthook
        sys.excepthook = self._on_defect
        threading.excepthook = self._on_thread_defect

    def stop(self) -> None:
        """Give the hooks back."""
        sys.excepthook = self._before
        threading.excepthook = self._before_thread

    def _on_defect(
        self, kind: type[BaseException], defect: BaseException, trace: TracebackType | None
    ) -> None:
        place = "".join(traceback.format_tb(trace)[-3:])
        if place in self._seen:  # a defect in painting comes sixty times a second
            return
        self._seen.add(place)
        log.error("Defect", exc_info=(kind, defect, trace))
        self._before(kind, defect, trace)
        self._say()

    def _on_thread_defect(self, found: threading.ExceptHookArgs) -> None:
        log.error("Defect in a thread", exc_info=found.exc_value)
        self._before_thread(found)
