"""Let the GUI thread have the interpreter's lock soon while another thread computes.

Python's threads take turns of 5 ms. Where one computes and the other has events to handle, each
event waits for such a turn whenever it lets go of the lock, and a picture of many small pieces
takes ten times as long (a convoy). Short turns end that, but cost 15 to 20 % of what streaming
takes: they last only while something is computed.
Thread: any.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

TURN_S = 0.0005
"""Seconds after which a thread that computes lets another one have the lock."""
_lock = threading.Lock()
_computing = 0
_before_s = sys.getswitchinterval()


@contextmanager
def short_turns() -> Iterator[None]:
    """Take short turns while anybody is inside; the last one out brings the long ones back."""
    global _computing, _before_s
    with _lock:
        if _computing == 0:
            _before_s = sys.getswitchinterval()
            sys.setswitchinterval(TURN_S)
        _computing += 1
    try:
        yield
    finally:
        with _lock:
            _computing -= 1
            if _computing == 0:
                sys.setswitchinterval(_before_s)
